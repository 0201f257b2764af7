import type { Database } from "@compose-pay/database";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { TargetDirectory } from "./target-directory.ts";
import type { DeliveryMetrics } from "./delivery-metrics.ts";
import type { Slots } from "./slots.ts";
import type { WebhookClient } from "./webhook-client.ts";

/** What the verbs of this service stand on. */
export interface DeliveryDeps {
  readonly database: Pick<Database, "connection">;
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
