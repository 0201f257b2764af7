import { z } from "zod";

/** An id that names a payment, whether there is such a one or not. */
export const paymentIdText = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, "must be the id of a payment")
  .meta({ examples: ["pay_01jk2m3n4p5q6r7s8t9v0w1x2y"] });
