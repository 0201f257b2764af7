import { openDatabase } from "@compose-pay/database";
import { connectMessaging, createOutbox } from "@compose-pay/messaging";
import {
  createHealth,
  createLogger,
  createMetrics,
  createShutdown,
  readSettings,
  runService,
  startAdminServer,
} from "@compose-pay/runtime";
import { createAttemptsUnderWay } from "./attempts-under-way.ts";
import { createDeliveryDeps } from "./delivery-deps.ts";
import { notifyWorkerSettings } from "./settings.ts";
import { startDeliveries } from "./start-deliveries.ts";
import { createUrlGuard, openWebhookClient } from "@compose-pay/webhooks";

const service = "notify-worker";
/** What remains of the time to stop for closing connections, once the attempts under way have ended. */
const closingTimeMs = 500;

await runService(service, async () => {
  const settings = readSettings(notifyWorkerSettings, process.env);
  const { SHUTDOWN_DEADLINE_MS: deadlineMs, QUEUE_PREFIX: queuePrefix } = settings;
  const logger = createLogger({ service, level: settings.LOG_LEVEL });
  const metrics = createMetrics(service);
  const health = createHealth();
  const shutdown = createShutdown({ logger, deadlineMs });

  const database = openDatabase({ url: settings.DATABASE_URL, poolSize: settings.DATABASE_POOL_SIZE });
  shutdown.onStop("database", () => database.close());
  const client = openWebhookClient({
    connectTimeoutMs: settings.WEBHOOK_CONNECT_TIMEOUT_MS,
    totalTimeoutMs: settings.WEBHOOK_TOTAL_TIMEOUT_MS,
    guard: createUrlGuard({
      allowedRanges: settings.WEBHOOK_ALLOWED_CIDRS,
      allowedPorts: settings.WEBHOOK_ALLOWED_PORTS,
    }),
  });
  shutdown.onStop("webhook client", () => client.close());
  const messaging = await connectMessaging({ url: settings.AMQP_URL, service, queuePrefix, logger, metrics });
  const outbox = createOutbox({ database, messaging, logger, metrics });
  const deps = createDeliveryDeps(settings, { database, client, outbox, logger, metrics });
  const attempts = createAttemptsUnderWay(deps);
  // After the queue is closed, since its messages begin attempts.
  shutdown.onStop("attempts", () => attempts.idle());
  shutdown.onStop("messaging", () => messaging.close({ deadlineMs: deadlineMs - closingTimeMs }));
  outbox.startRelay();
  shutdown.onStop("outbox", () => outbox.stop());

  health.add("database", { isWell: () => database.ping().then(() => true), otherwise: "unavailable" });
  health.add("broker", { isWell: () => messaging.isReady().consuming, otherwise: "unavailable" });
  const admin = await startAdminServer({ port: settings.ADMIN_PORT, metrics, health, logger });
  shutdown.onStop("admin server", () => admin.close());
  shutdown.onStop("readiness", () => health.beginStop());
  const deliveries = await startDeliveries(deps, { attempts, messaging, settings });
  shutdown.onStop("deliveries", () => deliveries.stop());
  logger.info({ admin_port: admin.port }, "notify-worker is running");
});
