import type { Database } from "@compose-pay/database";
import { type Clock, createSecretBox, type Logger, type Metrics, systemClock } from "@compose-pay/runtime";
import { createDeliveryStore, type DeliveryStore } from "./delivery-store.ts";
import { createDeliveryMetrics, type DeliveryMetrics } from "./delivery-metrics.ts";
import type { NotifyWorkerSettings } from "./settings.ts";
import { createSlots, type Slots } from "./slots.ts";
import { createTargetDirectory, type TargetDirectory } from "./target-directory.ts";
import type { WebhookClient } from "@compose-pay/webhooks";

/** What the verbs of this service stand on. */
export interface DeliveryDeps {
  readonly database: Pick<Database, "connection">;
  readonly store: DeliveryStore;
  readonly client: WebhookClient;
  readonly directory: TargetDirectory;
  /** Bounds the attempts that are under way in this process. */
  readonly slots: Slots;
  readonly metrics: DeliveryMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How long a delivery belongs to the worker that took it; then it is overdue. */
  readonly holdMs: number;
  /** How long an attempt and its saving may take: none is begun with less of its hold left. */
  readonly attemptTimeMs: number;
}

/** What saving an attempt may take, at a database that is slow or was away for a moment. */
const savingTimeMs = 10_000;

export function createDeliveryDeps(
  settings: NotifyWorkerSettings,
  parts: Pick<DeliveryDeps, "database" | "client" | "logger"> & { readonly metrics: Metrics },
): DeliveryDeps {
  const { MASTER_KEY: current, MASTER_KEY_PREVIOUS: previous, ENDPOINTS_FRESH_MS: freshMs } = settings;
  const secretBox = createSecretBox({ current, previous });
  return {
    ...parts,
    store: createDeliveryStore(parts.database),
    directory: createTargetDirectory({ ...parts, secretBox, freshMs }),
    slots: createSlots(settings.DELIVERY_CONCURRENCY),
    metrics: createDeliveryMetrics(parts.metrics),
    clock: systemClock,
    random: Math.random,
    holdMs: settings.DELIVERY_HOLD_MS,
    attemptTimeMs: settings.WEBHOOK_TOTAL_TIMEOUT_MS + savingTimeMs,
  };
}
