import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Reply to an ingress that waits: the refund has changed and can be read. */
export const refundAnswered = defineMessage("refund.answered", 1, z.object({ refund_id: z.string() }));
