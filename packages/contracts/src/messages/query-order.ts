import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Ask the channel for the state of the attempt's order. Owner: channel-worker, lane background. */
export const queryOrder = defineMessage("channel.query", 1, z.strictObject({ attempt_id: z.string() }));
