import type { Messaging } from "@compose-pay/messaging";
import type { AttemptsUnderWay } from "./attempts-under-way.ts";
import { consumeEvents } from "./consume-events.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { createFanOut } from "./fan-out-events.ts";
import { startPump } from "./pump.ts";
import { startReplays } from "./replays.ts";
import type { NotifyWorkerSettings } from "./settings.ts";

export interface Deliveries {
  /** Takes no due deliveries any more; new events end with their queue. */
  stop(): Promise<void>;
}

interface DeliveryParts {
  readonly attempts: AttemptsUnderWay;
  readonly messaging: Pick<Messaging, "consume">;
  readonly settings: Pick<NotifyWorkerSettings, "EVENT_PREFETCH" | "DELIVERY_POLL_MS">;
}

/** Takes new events from the queue and due deliveries from their rows, and attempts them. */
export async function startDeliveries(
  deps: DeliveryDeps,
  { attempts, messaging, settings }: DeliveryParts,
): Promise<Deliveries> {
  const pump = startPump(deps, attempts, settings.DELIVERY_POLL_MS);
  const replays = startReplays(deps, { pollMs: replayPollMs, onLine: pump.wake });
  const fanOut = createFanOut({ ...deps, attempts, onLine: pump.wake });
  await consumeEvents(messaging, fanOut, settings.EVENT_PREFETCH);
  return {
    stop: async () => {
      await Promise.all([pump.stop(), replays.stop()]);
    },
  };
}

/** How often replays are looked for that were asked for. */
const replayPollMs = 1_000;
