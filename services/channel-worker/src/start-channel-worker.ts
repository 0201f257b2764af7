import { ChannelAccountUnusable, createChannelDirectory, createFactRecorder } from "@compose-pay/application";
import { openDatabase } from "@compose-pay/database";
import { channelQueue, connectMessaging, createOutbox, type Lane } from "@compose-pay/messaging";
import {
  createHealth,
  createLogger,
  createMetrics,
  createSecretBox,
  createShutdown,
  openRedis,
  startAdminServer,
  systemClock,
} from "@compose-pay/runtime";
import { createAlarms } from "./alarms.ts";
import { createCertificateAsker } from "./certificate-asker.ts";
import { createChannelCaller } from "./channel-caller.ts";
import { createCrowd } from "./crowd.ts";
import { handlingsOf } from "./handlings.ts";
import type { ChannelWorkerSettings } from "./settings.ts";
import { startCircuits } from "./start-circuits.ts";

const service = "channel-worker";
/** One transaction on its way to the disk, and one that is being filled. */
const factBatches = { mostInBatch: 32, mostBatchesAtOnce: 2 };

/** Puts the service together and starts it; it runs until it is told to stop. */
export async function startChannelWorker(settings: ChannelWorkerSettings): Promise<void> {
  const logger = createLogger({ service, level: settings.LOG_LEVEL });
  const metrics = createMetrics(service);
  const health = createHealth();
  const clock = systemClock;
  const alarms = createAlarms({ logger, metrics });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_DEADLINE_MS });

  const redis = openRedis(settings.REDIS_URL, logger);
  shutdown.onStop("redis", () => redis.close());
  const database = openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    onDiscrepancy: alarms.discrepancyRaised,
  });
  shutdown.onStop("database", () => database.close());
  const secretBox = createSecretBox({
    current: settings.MASTER_KEY,
    previous: settings.MASTER_KEY_PREVIOUS,
  });
  const { CHANNEL_DEADLINE_MS: ms } = settings;
  const environment = {
    deadlinesMs: {
      create: ms,
      query: ms,
      close: ms,
      refund: ms,
      refund_query: ms,
      certificates: ms,
      bill: ms,
    },
  };
  const directory = createChannelDirectory({ database, secretBox, clock, environment });
  shutdown.onStop("channels", () => directory.dispose());

  const started = await startCircuits(settings, { database, redis, clock, logger, metrics });
  const { circuits } = started;
  shutdown.onStop("circuits", () => started.stop());
  const messaging = await connectMessaging({
    url: settings.AMQP_URL,
    service,
    queuePrefix: settings.QUEUE_PREFIX,
    logger,
    metrics,
  });
  const outbox = createOutbox({ database, messaging, logger, metrics });
  shutdown.onStop("outbox", () => outbox.stop());
  shutdown.onStop("messaging", () => messaging.close({ deadlineMs: settings.SHUTDOWN_DEADLINE_MS / 2 }));
  outbox.startRelay();

  const deps = {
    database,
    clock,
    logger,
    alarms,
    facts: createFactRecorder({ database, clock, ...factBatches }),
    channelOf: async (accountId: string) => {
      const open = await directory.find(accountId);
      if (open === null) throw new ChannelAccountUnusable(`there is no channel account ${accountId}`);
      return open.channel;
    },
    dispatch: (messages: Parameters<typeof outbox.dispatch>[0]) => outbox.dispatch(messages),
    publicUrl: settings.PUBLIC_URL,
    channelDeadlineMs: ms,
  };
  health.add("database", { isWell: () => database.ping().then(() => true), otherwise: "unavailable" });
  health.add("broker", { isWell: () => messaging.isReady().consuming, otherwise: "unavailable" });
  health.add("redis", { isWell: () => redis.isReady(), otherwise: "degraded" });
  const admin = await startAdminServer({ port: settings.ADMIN_PORT, metrics, health, logger });
  shutdown.onStop("admin server", () => admin.close());
  shutdown.onStop("readiness", () => health.beginStop());

  const putOff = metrics.counter({
    name: "compose_pay_creates_put_off_total",
    help: "Creates that were not worked on at once, because their account was busy, hung or had an open circuit.",
    labels: ["channel", "why"],
  });
  const onUnknownKey = createCertificateAsker(deps);
  const prefetchOf = prefetches(settings);
  for (const lane of settings.LANES) {
    const prefetch = prefetchOf[lane];
    // Half of a lane's places are for other accounts, should one of them hang.
    const mostPerAccount = Math.max(1, Math.floor(prefetch / 2));
    const caller = createChannelCaller({ circuits, metrics, mostPerAccount, onUnknownKey });
    const crowd = createCrowd({
      caller,
      nowMs: () => performance.now(),
      mostInside: mostPerAccount,
      onPutOff: (channel, why) => putOff.inc({ channel, why }),
      mostAtDoor: Math.max(1, Math.floor(prefetch / 8)),
      readPerSecond: Math.ceil(mostPerAccount / 4),
    });
    for (const channel of settings.CHANNELS) {
      const handlers = handlingsOf({ channel, lane }, { ...deps, caller, crowd }, messaging);
      await messaging.consume({ queue: channelQueue(channel, lane), prefetch, handlers });
    }
  }
  logger.info({ admin_port: admin.port }, "channel-worker is running");
}

function prefetches(settings: ChannelWorkerSettings): Readonly<Record<Lane, number>> {
  return {
    interactive: settings.PREFETCH_INTERACTIVE,
    background: settings.PREFETCH_BACKGROUND,
    notifications: settings.PREFETCH_NOTIFICATIONS,
  };
}
