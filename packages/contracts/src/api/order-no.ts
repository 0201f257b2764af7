import { z } from "zod";

/** The merchant's own number of an order, unique within an app: the key of idempotency. */
export const orderNo = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 of A-Z, a-z, 0-9, _ and -")
  .meta({ description: "The merchant's own number of the order, unique per app.", examples: ["A1001"] });
