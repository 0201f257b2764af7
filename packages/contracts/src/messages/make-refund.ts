import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Make the refund at its channel, under its number. Owner: channel-worker, lane background. */
export const makeRefund = defineMessage("channel.refund", 1, z.object({ refund_id: z.string() }));
