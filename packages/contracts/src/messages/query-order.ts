import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/**
 * Ask the channel for the state of the attempt's order. Owner: channel-worker, lane background.
 * `queries_made`, of a sweep: how often it had been asked by then; the message is stale once it was asked
 * again. Whoever wants to know now leaves it out.
 */
export const queryOrder = defineMessage(
  "channel.query",
  1,
  z.object({ attempt_id: z.string(), queries_made: z.int().min(0).optional() }),
);
