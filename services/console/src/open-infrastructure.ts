import { type ChannelDirectory, createChannelDirectory } from "@compose-pay/application";
import { type Archive, openArchive } from "@compose-pay/archive";
import { type Database, openDatabase } from "@compose-pay/database";
import { connectMessaging, createOutbox, type Messaging, type Outbox } from "@compose-pay/messaging";
import {
  type Clock,
  createSecretBox,
  type Logger,
  type Metrics,
  openRedis,
  type RedisConnection,
  type SecretBox,
} from "@compose-pay/runtime";
import { createUrlGuard, type UrlGuard } from "@compose-pay/webhooks";
import { type BillLoads, createBillLoads } from "./reconciliation/bill-loads.ts";
import type { ConsoleSettings } from "./settings.ts";

/** What the process stands on. Any of it may be away when it starts and come later. */
export interface Infrastructure {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly redis: RedisConnection;
  readonly messaging: Messaging;
  readonly outbox: Outbox;
  readonly archive: Archive;
  readonly channels: ChannelDirectory;
  readonly billLoads: BillLoads;
  /** Stands before every URL that merchants are called at. */
  readonly urlGuard: UrlGuard;
}

/** @param atEnd closes everything, the latest opened first */
export async function openInfrastructure(
  settings: ConsoleSettings,
  { logger, metrics, clock }: { readonly logger: Logger; readonly metrics: Metrics; readonly clock: Clock },
  atEnd: AsyncDisposableStack,
): Promise<Infrastructure> {
  const redis = openRedis(settings.REDIS_URL, logger);
  atEnd.defer(() => redis.close());
  const database = openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    // Shorter than any wait for an answer, so that who is told that nothing was done is told the truth in time.
    poolWaitMs: settings.CONSOLE_ANSWER_DEADLINE_MS / 3,
  });
  atEnd.defer(() => database.close());
  const secretBox = createSecretBox({
    current: settings.MASTER_KEY,
    previous: settings.MASTER_KEY_PREVIOUS,
  });
  const messaging = await connectMessaging({
    url: settings.AMQP_URL,
    service: "console",
    queuePrefix: settings.QUEUE_PREFIX,
    logger,
    metrics,
  });
  atEnd.defer(() => messaging.close({ deadlineMs: settings.SHUTDOWN_DEADLINE_MS / 4 }));
  const outbox = createOutbox({ database, messaging, logger, metrics, clock });
  atEnd.defer(() => outbox.stop());
  outbox.startRelay();
  const archive = openArchive(settings);
  atEnd.defer(() => archive.close());
  const channels = createChannelDirectory({ database, secretBox, clock });
  atEnd.defer(() => channels.dispose());
  const scratchFolder = settings.SCRATCH_DIR;
  const billLoads = createBillLoads({ database, archive, channels, clock, logger, scratchFolder });
  atEnd.defer(() => billLoads.stop());
  const urlGuard = createUrlGuard({
    allowedRanges: settings.WEBHOOK_ALLOWED_CIDRS,
    allowedPorts: settings.WEBHOOK_ALLOWED_PORTS,
  });
  const open = { database, secretBox, redis, messaging, outbox };
  return { ...open, archive, channels, billLoads, urlGuard };
}
