import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/**
 * Create the attempt's order at its channel. Owner: channel-worker, lane interactive. `channel_account_id`
 * lets a worker put it aside unread while the account takes no calls.
 */
export const createOrder = defineMessage(
  "channel.create",
  1,
  z.object({ attempt_id: z.string(), channel_account_id: z.string().optional() }),
);
