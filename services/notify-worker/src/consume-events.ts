import { fanOutEvent, fanOutEvents } from "@compose-pay/contracts";
import { isDatabaseAway } from "@compose-pay/database";
import { dead, done, type Messaging, on, type Verdict } from "@compose-pay/messaging";
import type { FanOut } from "./fan-out-events.ts";

/**
 * Takes new events, now and after every reconnect. A message is done when the deliveries of each of its events are
 * made; one event's fault or absence keeps none of the others from it.
 */
export async function consumeEvents(
  messaging: Pick<Messaging, "consume">,
  fanOut: FanOut,
  prefetch: number,
): Promise<void> {
  await messaging.consume({
    queue: "notify.events",
    prefetch,
    handlers: [
      on(fanOutEvents, ({ event_ids }) => fanOutAll(fanOut, event_ids)),
      on(fanOutEvent, ({ event_id }) => fanOutAll(fanOut, [event_id])),
    ],
  });
}

/** @throws what kept some of them from being fanned out; the message comes again, which finds the others made */
async function fanOutAll(fanOut: FanOut, eventIds: readonly string[]): Promise<Verdict> {
  const endings = await Promise.allSettled(eventIds.map((id) => fanOut(id)));
  const failures = endings.flatMap((ending, index) =>
    ending.status === "rejected" ? [{ eventId: eventIds[index], cause: ending.reason as unknown }] : [],
  );
  const outage = failures.find(({ cause }) => isDatabaseAway(cause));
  if (outage !== undefined) throw outage.cause;
  const [fault] = failures;
  if (fault !== undefined) {
    const { eventId, cause } = fault;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`event ${eventId} cannot be fanned out: ${why}`, { cause });
  }
  const unknown = eventIds.filter((_, index) => isUnknown(endings[index]));
  return unknown.length === 0 ? done : dead(reasonOf(unknown));
}

function isUnknown(ending: PromiseSettledResult<Awaited<ReturnType<FanOut>>> | undefined): boolean {
  return ending?.status === "fulfilled" && ending.value.kind === "event_unknown";
}

/** A reason travels in the head of a dead letter, which has no room for all ids that a message may name. */
const mostNamed = 8;

function reasonOf(unknown: readonly string[]): string {
  const named = unknown.slice(0, mostNamed).join(", ");
  const others = unknown.length - mostNamed;
  return `there is no event ${named}${others > 0 ? ` and ${others} more` : ""}`;
}
