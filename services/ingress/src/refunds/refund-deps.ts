import type { Database } from "@compose-pay/database";
import type { Messaging, Outbox } from "@compose-pay/messaging";
import type { Clock, Logger, Metrics } from "@compose-pay/runtime";
import type { UrlGuard } from "@compose-pay/webhooks";
import type { Infrastructure } from "../open-infrastructure.ts";
import { createSyncGate, type SyncGate } from "../payments/sync-gate.ts";
import type { WaitingRoom } from "../payments/waiting-room.ts";
import { createWorkerWait, type WorkerWait } from "../payments/worker-wait.ts";
import type { IngressSettings } from "../settings.ts";

/** What the verbs of refunds work with. */
export interface RefundDeps {
  readonly database: Database;
  readonly messaging: Pick<Messaging, "publish">;
  readonly outbox: Pick<Outbox, "dispatch">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerWait: WorkerWait;
  readonly room: WaitingRoom;
  readonly syncGate: SyncGate;
  readonly urlGuard: UrlGuard;
}

/** @param parts.room the one of the payments: together they may keep so many calls waiting */
export function createRefundDeps(
  parts: Infrastructure & {
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly clock: Clock;
    readonly room: WaitingRoom;
    readonly urlGuard: UrlGuard;
    readonly settings: IngressSettings;
  },
): RefundDeps {
  const {
    database,
    messaging,
    outbox,
    redis,
    refundReplies,
    logger,
    metrics,
    clock,
    room,
    urlGuard,
    settings,
  } = parts;
  return {
    database,
    messaging,
    outbox,
    clock,
    logger,
    room,
    urlGuard,
    workerWait: createWorkerWait({ replies: refundReplies, room, metrics }),
    syncGate: createSyncGate(redis, settings.SYNC_EVERY_MS),
  };
}
