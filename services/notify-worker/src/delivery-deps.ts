import type { Database } from "@compose-pay/database";
import { type Clock, createSecretBox, type Logger, type Metrics, systemClock } from "@compose-pay/runtime";
import type { WebhookClient } from "@compose-pay/webhooks";
import { createDeliveryMetrics, type DeliveryMetrics } from "./delivery-metrics.ts";
import { createDeliveryStore, type DeliveryStore, type DeliveryStoreDeps } from "./delivery-store.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { savingTimeMs } from "./make-attempt.ts";
import { createRooms, type Rooms } from "./rooms.ts";
import type { NotifyWorkerSettings } from "./settings.ts";
import { createTargetStates, type TargetStates } from "./target-states.ts";

/** What the verbs of this service stand on. */
export interface DeliveryDeps {
  readonly database: Pick<Database, "connection">;
  readonly store: DeliveryStore;
  readonly client: WebhookClient;
  readonly keyring: Keyring;
  readonly targets: TargetStates;
  /** Bounds the attempts that are under way in this process. */
  readonly rooms: Rooms;
  readonly metrics: DeliveryMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How long a delivery belongs to the worker that took it; then it is due again. */
  readonly holdMs: number;
  /** How long an attempt and its saving may take: none is begun with less of its hold left. */
  readonly attemptTimeMs: number;
}

/** How old what is known of a target may be. */
const targetsFreshMs = 1_000;

export function createDeliveryDeps(
  settings: NotifyWorkerSettings,
  parts: Pick<DeliveryDeps, "database" | "client" | "logger"> &
    Pick<DeliveryStoreDeps, "outbox"> & { readonly metrics: Metrics },
): DeliveryDeps {
  const { MASTER_KEY: current, MASTER_KEY_PREVIOUS: previous } = settings;
  const { database, client, outbox, logger } = parts;
  const metrics = createDeliveryMetrics(parts.metrics);
  const targets = createTargetStates({ database, freshMs: targetsFreshMs, nowMs: monotonicMs });
  return {
    database,
    client,
    logger,
    metrics,
    targets,
    store: createDeliveryStore({ database, targets, outbox, metrics, logger }),
    keyring: createKeyring({ secretBox: createSecretBox({ current, previous }), logger }),
    rooms: createRooms({
      most: settings.DELIVERY_CONCURRENCY,
      mostPerTarget: settings.DELIVERY_CONCURRENCY_PER_ENDPOINT,
      nowMs: monotonicMs,
    }),
    clock: systemClock,
    random: Math.random,
    holdMs: settings.DELIVERY_HOLD_MS,
    attemptTimeMs: settings.WEBHOOK_TOTAL_TIMEOUT_MS + savingTimeMs,
  };
}

function monotonicMs(): number {
  return performance.now();
}
