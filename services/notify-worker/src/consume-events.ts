import { fanOutEvent } from "@compose-pay/contracts";
import { dead, done, type Messaging, on, type Verdict } from "@compose-pay/messaging";
import type { FanOut, FanOutOutcome } from "./fan-out-events.ts";

/** Takes new events, now and after every reconnect. */
export async function consumeEvents(
  messaging: Pick<Messaging, "consume">,
  fanOut: FanOut,
  prefetch: number,
): Promise<void> {
  await messaging.consume({
    queue: "notify.events",
    prefetch,
    handlers: [on(fanOutEvent, async ({ event_id }) => verdictOf(await fanOut(event_id)))],
  });
}

function verdictOf({ kind }: FanOutOutcome): Verdict {
  switch (kind) {
    case "fanned_out":
    case "fanned_out_before":
      return done;
    case "event_unknown":
      return dead("there is no such event");
  }
}
