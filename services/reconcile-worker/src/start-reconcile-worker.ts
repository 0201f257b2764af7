import { openDatabase } from "@compose-pay/database";
import { connectMessaging, createOutbox } from "@compose-pay/messaging";
import {
  createHealth,
  createLogger,
  createMetrics,
  createShutdown,
  startAdminServer,
  systemClock,
} from "@compose-pay/runtime";
import { openAlarms } from "./alarms/open-alarms.ts";
import { startRuns } from "./reconciliation/start-runs.ts";
import { openScheduler } from "./jobs/open-scheduler.ts";
import type { ReconcileWorkerSettings } from "./settings.ts";
import { createQueryPace } from "./query-pace.ts";
import { sweepAttempts } from "./sweep-attempts.ts";
import { sweepCertificates } from "./sweep-certificates.ts";
import { sweepFigures } from "./sweep-figures.ts";
import { startSweeps } from "./sweep-loop.ts";
import { sweepEvents, sweepNotifications } from "./sweep-messages.ts";
import { sweepRefunds } from "./sweep-refunds.ts";
import { sweepTargets } from "./sweep-targets.ts";
import { watchQueues } from "./watch-queues.ts";

const service = "reconcile-worker";

/** Puts the service together and starts it; it runs until it is told to stop. */
export async function startReconcileWorker(settings: ReconcileWorkerSettings): Promise<void> {
  const logger = createLogger({ service, level: settings.LOG_LEVEL });
  const metrics = createMetrics(service);
  const health = createHealth();
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_DEADLINE_MS });

  const database = openDatabase({ url: settings.DATABASE_URL, poolSize: settings.DATABASE_POOL_SIZE });
  shutdown.onStop("database", () => database.close());
  const messaging = await connectMessaging({
    url: settings.AMQP_URL,
    service,
    queuePrefix: settings.QUEUE_PREFIX,
    logger,
    metrics,
  });
  shutdown.onStop("messaging", () => messaging.close({ deadlineMs: settings.SHUTDOWN_DEADLINE_MS / 2 }));
  const outbox = createOutbox({ database, messaging, logger, metrics });
  outbox.startRelay();
  shutdown.onStop("outbox", () => outbox.stop());

  const deps = {
    database,
    messaging,
    batch: settings.SWEEP_BATCH,
    leaseMs: settings.SWEEP_LEASE_MS,
    deepQueue: settings.SWEEP_DEEP_QUEUE,
  };
  const sweeps = startSweeps({
    sweeps: [
      sweepAttempts(deps, createQueryPace({ perSecond: settings.SWEEP_QUERIES_PER_SECOND })),
      sweepRefunds(deps, createQueryPace({ perSecond: settings.SWEEP_QUERIES_PER_SECOND })),
      sweepNotifications(deps),
      sweepEvents(deps),
      sweepTargets(deps, metrics),
      sweepCertificates(deps),
      sweepFigures(deps),
      watchQueues(messaging, metrics),
    ],
    everyMs: settings.SWEEP_EVERY_MS,
    clock: systemClock,
    logger,
    metrics,
  });
  shutdown.onStop("sweeps", () => sweeps.stop());
  const alarms = openAlarms(settings, { logger, metrics });
  shutdown.onStop("alarms", () => alarms.stop());
  const runs = startRuns(settings, { database, clock: systemClock, logger, metrics, alarms });
  shutdown.onStop("runs", () => runs.stop());
  const scheduler = openScheduler(settings, { database, alarms, logger, metrics });
  shutdown.onStop("jobs", () => scheduler.stop({ deadlineMs: settings.SHUTDOWN_DEADLINE_MS / 4 }));

  health.add("database", { isWell: () => database.ping().then(() => true), otherwise: "unavailable" });
  health.add("broker", { isWell: () => messaging.isReady().publishing, otherwise: "unavailable" });
  const admin = await startAdminServer({ port: settings.ADMIN_PORT, metrics, health, logger });
  shutdown.onStop("admin server", () => admin.close());
  shutdown.onStop("readiness", () => health.beginStop());
  logger.info({ admin_port: admin.port }, "reconcile-worker is running");
}
