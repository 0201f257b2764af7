import { randomBytes } from "node:crypto";
import { type Database, migrateDatabase, openDatabase } from "@compose-pay/database";
import { connectMessaging, type Messaging } from "@compose-pay/messaging";
import {
  createLogger,
  createMetrics,
  createSecretBox,
  type Logger,
  parseMasterKey,
  readSettings,
  type SecretBox,
} from "@compose-pay/runtime";
import { freshDatabase, freshQueuePrefix, serverUrl } from "@compose-pay/test-support";
import { ingressSettings } from "../src/settings.ts";
import { type Ingress, startIngress } from "../src/start-ingress.ts";

/** A database, queues and a Redis of a test's own use, with any number of ingress processes on them. */
export interface IngressStage {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly secretBox: SecretBox;
  /** Messaging on the same queues, for a worker's part. */
  readonly messaging: Messaging;
  /** Starts an ingress, closed with the stage; `changes` are variables of its environment. */
  start(changes?: Readonly<Record<string, string>>): Promise<Ingress>;
  close(): Promise<void>;
}

const silent = createLogger({
  service: "test",
  level: process.env["TEST_LOG"] === undefined ? "silent" : "info",
});

/** @param logger of every ingress; nothing is written without it */
export async function openIngressStage(logger: Logger = silent): Promise<IngressStage> {
  await using atEnd = new AsyncDisposableStack();
  const fresh = await freshDatabase();
  atEnd.defer(() => fresh.drop());
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 4 });
  atEnd.defer(() => database.close());
  const queues = await openQueues(atEnd);
  const masterKey = randomBytes(32).toString("base64");
  const environment = {
    DATABASE_URL: fresh.url,
    AMQP_URL: serverUrl("AMQP_URL"),
    REDIS_URL: serverUrl("REDIS_URL"),
    PUBLIC_URL: "http://pay.example",
    MASTER_KEY: masterKey,
    PORT: "0",
    ADMIN_PORT: "0",
    QUEUE_PREFIX: queues.prefix,
    SHUTDOWN_DEADLINE_MS: "8000",
    KEYS_FRESH_MS: "0",
    PLANS_FRESH_MS: "0",
    WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    WEBHOOK_ALLOWED_PORTS: "1-65535",
  };
  const ingresses = atEnd.use(new AsyncDisposableStack());
  const closing = atEnd.move();
  return {
    database,
    databaseUrl: fresh.url,
    secretBox: secretBoxOf(masterKey),
    messaging: queues.messaging,
    start: async (changes = {}) => {
      const settings = readSettings(ingressSettings, { ...environment, ...changes });
      const ingress = await startIngress(settings, logger);
      ingresses.defer(() => ingress.close());
      return ingress;
    },
    close: () => closing.disposeAsync(),
  };
}

/** Queues under a name of their own, taken away in the end. */
async function openQueues(atEnd: AsyncDisposableStack) {
  const url = serverUrl("AMQP_URL");
  const { prefix, cleanup } = freshQueuePrefix();
  const metrics = createMetrics("test");
  const logger = silent;
  const messaging = await connectMessaging({ url, service: "test", queuePrefix: prefix, logger, metrics });
  atEnd.defer(async () => {
    const names = [...(await messaging.queueDepths()).keys()].map((name) => `${prefix}.${name}`);
    await messaging.close({ deadlineMs: 2_000 });
    await cleanup(url, names);
  });
  return { prefix, messaging };
}

function secretBoxOf(masterKey: string): SecretBox {
  const current = parseMasterKey(masterKey);
  if (current === null) throw new Error("a master key of 32 bytes is one");
  return createSecretBox({ current });
}
