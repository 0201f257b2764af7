import { createPaymentWriter } from "@compose-pay/application";
import type { Clock, Logger, Metrics } from "@compose-pay/runtime";
import type { UrlGuard } from "@compose-pay/webhooks";
import type { Circuits } from "../circuits.ts";
import { monotonicMs } from "../monotonic-ms.ts";
import type { Infrastructure } from "../open-infrastructure.ts";
import { createPaymentPlans } from "../payment-plans.ts";
import type { IngressSettings } from "../settings.ts";
import type { CreatePaymentDeps } from "./create-payment.ts";
import type { GetPaymentDeps } from "./get-payment.ts";
import { createSyncGate } from "./sync-gate.ts";
import { createWaitingRoom } from "./waiting-room.ts";
import { createWorkerWait } from "./worker-wait.ts";

/** What the verbs of payments work with. */
export function createPaymentDeps(
  parts: Infrastructure & {
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly clock: Clock;
    readonly circuits: Circuits;
    readonly urlGuard: UrlGuard;
    readonly settings: IngressSettings;
  },
): CreatePaymentDeps & GetPaymentDeps {
  const {
    database,
    messaging,
    outbox,
    redis,
    replies,
    logger,
    metrics,
    clock,
    circuits,
    urlGuard,
    settings,
  } = parts;
  const room = createWaitingRoom(settings.MOST_WAITING_CALLS);
  return {
    database,
    messaging,
    logger,
    clock,
    circuits,
    urlGuard,
    outbox,
    writer: createPaymentWriter({
      database,
      mostWaiting: settings.MOST_WAITING_PAYMENTS,
      mostInBatch: settings.PAYMENTS_IN_BATCH,
      mostBatchesAtOnce: settings.BATCHES_AT_ONCE,
    }),
    plans: createPaymentPlans({
      database,
      circuits,
      maxAgeMs: settings.PLANS_FRESH_MS,
      nowMs: monotonicMs,
    }),
    room,
    workerWait: createWorkerWait({ replies, room, metrics }),
    syncGate: createSyncGate(redis, settings.SYNC_EVERY_MS),
  };
}
