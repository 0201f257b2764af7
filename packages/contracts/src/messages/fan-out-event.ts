import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Make the deliveries of an event. Owner: notify-worker. */
export const fanOutEvent = defineMessage("event.created", 1, z.object({ event_id: z.string() }));
