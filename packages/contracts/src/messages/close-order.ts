import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Query, close there, then close here. Owner: channel-worker, lane background. */
export const closeOrder = defineMessage("channel.close", 1, z.object({ attempt_id: z.string() }));
