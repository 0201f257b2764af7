import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Events that one message may name. */
export const mostEventsInMessage = 128;

/**
 * Make the deliveries of these events, which were committed together. Owner: notify-worker. Its trace is the
 * first event's; each event keeps its own in its row.
 */
export const fanOutEvents = defineMessage(
  "event.created",
  2,
  z.object({ event_ids: z.array(z.string()).min(1).max(mostEventsInMessage) }),
);

/** The same as the version before asks it, for one event. Read until none of it can be under way. */
export const fanOutEvent = defineMessage("event.created", 1, z.object({ event_id: z.string() }));
