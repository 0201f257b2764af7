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
import { createChannelCaller } from "./channel-caller.ts";
import { createCircuitBoard } from "./circuit-board.ts";
import { createCircuits } from "./circuits.ts";
import { handlingsOf } from "./handlings.ts";
import type { ChannelWorkerSettings } from "./settings.ts";

const service = "channel-worker";
/** One transaction on its way to the disk, and one that is being filled. */
const factBatches = { mostInBatch: 32, mostBatchesAtOnce: 2 };

/** Puts the service together and starts it; it runs until it is told to stop. */
export async function startChannelWorker(settings: ChannelWorkerSettings): Promise<void> {
  const logger = createLogger({ service, level: settings.LOG_LEVEL });
  const metrics = createMetrics(service);
  const health = createHealth();
  const clock = systemClock;
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_DEADLINE_MS });

  const redis = openRedis(settings.REDIS_URL, logger);
  shutdown.onStop("redis", () => redis.close());
  const database = openDatabase({ url: settings.DATABASE_URL, poolSize: settings.DATABASE_POOL_SIZE });
  shutdown.onStop("database", () => database.close());
  const secretBox = createSecretBox({
    current: settings.MASTER_KEY,
    previous: settings.MASTER_KEY_PREVIOUS,
  });
  const { CHANNEL_DEADLINE_MS: ms } = settings;
  const environment = {
    deadlinesMs: { create: ms, query: ms, close: ms, refund: ms, refund_query: ms, certificates: ms },
  };
  const directory = createChannelDirectory({ database, secretBox, clock, environment });
  shutdown.onStop("channels", () => directory.dispose());

  const board = createCircuitBoard(redis, logger);
  const circuits = createCircuits({ settings: circuitSettings(settings), board, logger, metrics });
  shutdown.onStop("circuits", () => circuits.stop());
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
    facts: createFactRecorder({ database, clock, ...factBatches }),
    caller: createChannelCaller(circuits, metrics),
    channelOf: async (accountId: string) => {
      const open = await directory.find(accountId);
      if (open === null) throw new ChannelAccountUnusable(`there is no channel account ${accountId}`);
      return open.channel;
    },
    dispatch: (messages: Parameters<typeof outbox.dispatch>[0]) => outbox.dispatch(messages),
    publicUrl: settings.PUBLIC_URL,
  };
  health.add("database", { isWell: () => database.ping().then(() => true), otherwise: "unavailable" });
  health.add("broker", { isWell: () => messaging.isReady().consuming, otherwise: "unavailable" });
  health.add("redis", { isWell: () => redis.isReady(), otherwise: "degraded" });
  const admin = await startAdminServer({ port: settings.ADMIN_PORT, metrics, health, logger });
  shutdown.onStop("admin server", () => admin.close());
  shutdown.onStop("readiness", () => health.beginStop());

  const prefetchOf = prefetches(settings);
  for (const channel of settings.CHANNELS) {
    for (const lane of settings.LANES) {
      await messaging.consume({
        queue: channelQueue(channel, lane),
        prefetch: prefetchOf[lane],
        handlers: handlingsOf(lane, deps, messaging),
      });
    }
  }
  logger.info({ admin_port: admin.port }, "channel-worker is running");
}

function circuitSettings(settings: ChannelWorkerSettings) {
  return {
    faultPercentage: settings.CIRCUIT_FAULT_PERCENTAGE,
    leastCalls: settings.CIRCUIT_LEAST_CALLS,
    windowMs: settings.CIRCUIT_WINDOW_MS,
    openMs: settings.CIRCUIT_OPEN_MS,
    mostInFlight: settings.CHANNEL_MOST_IN_FLIGHT,
  };
}

function prefetches(settings: ChannelWorkerSettings): Readonly<Record<Lane, number>> {
  return {
    interactive: settings.PREFETCH_INTERACTIVE,
    background: settings.PREFETCH_BACKGROUND,
    notifications: settings.PREFETCH_NOTIFICATIONS,
  };
}
