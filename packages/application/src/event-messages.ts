import { fanOutEvents, mostEventsInMessage } from "@compose-pay/contracts";
import type { EventRow, OutboxRow } from "@compose-pay/database";
import { outboxMessage } from "./outbox-message.ts";

/**
 * The messages by which events are fanned out that one transaction stores: one for all of them, or as few as the
 * bound of a message allows. Stored in the same transaction and dispatched after its commit.
 */
export function eventMessages(
  events: readonly Pick<EventRow, "id" | "traceId" | "createdAt">[],
): readonly OutboxRow[] {
  const messages: OutboxRow[] = [];
  for (let from = 0; from < events.length; from += mostEventsInMessage) {
    const some = events.slice(from, from + mostEventsInMessage);
    const [first] = some;
    if (first === undefined) break;
    const body = { event_ids: some.map(({ id }) => id) };
    const { traceId, createdAt: at } = first;
    messages.push(outboxMessage("notify.events", fanOutEvents, { body, traceId, at }));
  }
  return messages;
}
