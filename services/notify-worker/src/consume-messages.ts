import {
  attemptDelivery as attemptDeliveryMessage,
  fanOutEvent as fanOutEventMessage,
} from "@compose-pay/contracts";
import { dead, done, type Messaging, on, retry, type Verdict } from "@compose-pay/messaging";
import { attemptDelivery } from "./attempt-delivery.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { fanOutEvent, type FanOutOutcome } from "./fan-out-event.ts";
import type { NotifyWorkerSettings } from "./settings.ts";

/** How long an event waits for the earlier ones of its payment before it is looked at again. */
const heldBackWaitMs = 1_000;

/** Takes new events and due deliveries, now and after every reconnect. */
export async function consumeMessages(
  messaging: Pick<Messaging, "consume">,
  deps: DeliveryDeps,
  prefetch: Pick<NotifyWorkerSettings, "EVENT_PREFETCH" | "DELIVERY_PREFETCH">,
): Promise<void> {
  // Beyond two holds an attempt would not be begun any more, so a handler that runs so long is stuck.
  const deadlineMs = 2 * deps.holdMs;
  await messaging.consume({
    queue: "notify.events",
    prefetch: prefetch.EVENT_PREFETCH,
    deadlineMs,
    handlers: [on(fanOutEventMessage, async ({ event_id }) => verdictOf(await fanOutEvent(deps, event_id)))],
  });
  await messaging.consume({
    queue: "notify.deliveries",
    prefetch: prefetch.DELIVERY_PREFETCH,
    deadlineMs,
    handlers: [
      on(attemptDeliveryMessage, async ({ delivery_id }) => {
        await attemptDelivery(deps, delivery_id);
        return done;
      }),
    ],
  });
}

function verdictOf({ kind }: FanOutOutcome): Verdict {
  switch (kind) {
    case "fanned_out":
    case "fanned_out_before":
      return done;
    case "held_back":
      return retry(heldBackWaitMs, "an earlier event of the payment is on its way");
    case "event_unknown":
      return dead("there is no such event");
  }
}
