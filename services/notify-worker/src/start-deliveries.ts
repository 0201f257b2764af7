import type { Messaging } from "@compose-pay/messaging";
import { createAttemptsUnderWay } from "./attempts-under-way.ts";
import { consumeEvents } from "./consume-events.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { createFanOut } from "./fan-out-events.ts";
import { startPump } from "./pump.ts";
import { startReplays } from "./replays.ts";
import type { NotifyWorkerSettings } from "./settings.ts";

export interface Deliveries {
  /** Begins nothing more, and waits for the attempts that are under way. */
  stop(): Promise<void>;
}

/** Takes new events from the queue and due deliveries from their rows, and attempts them. */
export async function startDeliveries(
  deps: DeliveryDeps,
  messaging: Pick<Messaging, "consume">,
  settings: Pick<NotifyWorkerSettings, "EVENT_PREFETCH" | "DELIVERY_POLL_MS">,
): Promise<Deliveries> {
  const attempts = createAttemptsUnderWay(deps);
  const pump = startPump(deps, attempts, settings.DELIVERY_POLL_MS);
  const replays = startReplays(deps, { pollMs: replayPollMs, onLine: pump.wake });
  const fanOut = createFanOut({ ...deps, attempts, onLine: pump.wake });
  await consumeEvents(messaging, fanOut, settings.EVENT_PREFETCH);
  return {
    stop: async () => {
      await Promise.all([pump.stop(), replays.stop()]);
      await attempts.idle();
    },
  };
}

/** How often replays are looked for that were asked for. */
const replayPollMs = 1_000;
