import { fanOutEvents } from "@compose-pay/contracts";
import { findEvents } from "@compose-pay/database";
import { done, on } from "@compose-pay/messaging";
import type { IngressStage } from "./ingress-stage.ts";
import { addAttempt, addDelivery } from "./stored-deliveries.ts";

export interface StandInNotifier {
  /** How far it goes with an event for one endpoint. */
  goesTo: "nothing" | "delivery" | "attempt";
}

/** notify-worker's part in events for one endpoint: takes them from the real queue and logs an attempt. */
export async function startStandInNotifier(stage: IngressStage): Promise<StandInNotifier> {
  const notifier: StandInNotifier = { goesTo: "attempt" };
  const handler = on(fanOutEvents, async ({ event_ids: eventIds }) => {
    const [event] = await findEvents(stage.database.connection, eventIds);
    if (event === undefined || event.endpointId === null || notifier.goesTo === "nothing") return done;
    const endpointId = event.endpointId;
    const isAttempted = notifier.goesTo === "attempt";
    const state = isAttempted ? ({ state: "succeeded", attemptsMade: 1 } as const) : {};
    const delivery = await addDelivery(stage, event, { endpointId, trigger: "test", ...state });
    if (isAttempted) await addAttempt(stage, delivery, { number: 1, trigger: "test" });
    return done;
  });
  await stage.messaging.consume({ queue: "notify.events", prefetch: 4, handlers: [handler] });
  return notifier;
}
