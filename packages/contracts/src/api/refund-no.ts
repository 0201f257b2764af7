import { z } from "zod";

/** The merchant's own number of a refund, unique within an app: the key of idempotency. */
export const refundNo = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 of A-Z, a-z, 0-9, _ and -")
  .meta({ description: "The merchant's own number of the refund, unique per app.", examples: ["R1001"] });
