import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Create the attempt's order at its channel. Owner: channel-worker, lane interactive. */
export const createOrder = defineMessage("channel.create", 1, z.strictObject({ attempt_id: z.string() }));
