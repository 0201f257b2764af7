import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/**
 * Ask the channel for the state of the refund. Owner: channel-worker, lane background. `tries_made`, of a
 * sweep: how often the channel had been called for it by then; the message is stale once it was called again.
 */
export const queryRefund = defineMessage(
  "channel.refund_query",
  1,
  z.object({ refund_id: z.string(), tries_made: z.int().min(0).optional() }),
);
