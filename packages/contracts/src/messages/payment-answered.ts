import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Reply to an ingress that waits: the payment has changed and can be read. */
export const paymentAnswered = defineMessage("payment.answered", 1, z.object({ payment_id: z.string() }));
