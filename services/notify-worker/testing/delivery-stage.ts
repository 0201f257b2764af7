import { createSecretKey, randomBytes } from "node:crypto";
import {
  claimDueDeliveries,
  type Database,
  type EventRow,
  inTransaction,
  insertApp,
  insertEvent,
  insertWebhookEndpoint,
  migrateDatabase,
  openDatabase,
  sealedIn,
} from "@compose-pay/database";
import { createLogger, createMetrics, createSecretBox, newId, type SecretBox } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import type { DeliveryDeps } from "../src/delivery-deps.ts";
import { createDeliveryStore } from "../src/delivery-store.ts";
import { createDeliveryMetrics } from "../src/delivery-metrics.ts";
import { createSlots } from "../src/slots.ts";
import { createTargetDirectory } from "../src/target-directory.ts";
import { createUrlGuard, openWebhookClient } from "@compose-pay/webhooks";

/** A database with one app, workers on it, and a clock that the test sets. */
export interface DeliveryStage {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly database: Database;
  readonly appId: string;
  /** Signs what goes to a `notify_url`. */
  readonly appSecret: string;
  readonly clock: TestClock;
  /** One worker; another call makes another, with a cache and slots of its own. */
  worker(changes?: Partial<DeliveryDeps>): DeliveryDeps;
  addEndpoint(url: string, changes?: EndpointChanges): Promise<AddedEndpoint>;
  addEvent(changes?: Partial<EventRow>): Promise<EventRow>;
  /** What a sweep does: offers what is due and answers the ids. */
  sweep(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface TestClock {
  now(): Date;
  advance(ms: number): void;
}

export interface EndpointChanges {
  readonly eventTypes?: readonly string[];
  readonly status?: "enabled" | "disabled";
  /** Sealed as it is, when the right envelope is not wanted. */
  readonly envelope?: string;
}

export interface AddedEndpoint {
  readonly id: string;
  readonly secret: string;
}

/** What an attempt may take, its saving included. */
const attemptTimeMs = 20_000;
export const holdMs = 60_000;
const sweepLeaseMs = 30_000;
const noon = new Date("2026-11-22T12:00:00.250Z");

export async function openDeliveryStage({ startAt = noon } = {}): Promise<DeliveryStage> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 10 });
  const masterKey = randomBytes(32);
  const secretBox = createSecretBox({ current: createSecretKey(masterKey) });
  const clock = createTestClock(startAt);
  const guard = createUrlGuard({
    allowedRanges: ["127.0.0.0/8"],
    allowedPorts: [{ from: 1, to: 65_535 }],
  });
  const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 10_000, guard });
  const parts: StageParts = { database, secretBox, clock, client };
  const { appId, appSecret } = await addApp(parts);
  return {
    databaseUrl: fresh.url,
    masterKey,
    database,
    appId,
    appSecret,
    clock,
    worker: (changes = {}) => {
      const store = createDeliveryStore(changes.database ?? database);
      return { ...newWorker(parts), store, ...changes };
    },
    addEndpoint: (url, changes = {}) => addEndpoint(parts, { appId, url, ...changes }),
    addEvent: async (changes = {}) => {
      const event = newEvent(appId, clock.now(), changes);
      await insertEvent(database.connection, event);
      return event;
    },
    sweep: async () => {
      const claim = { now: clock.now(), limit: 100, leaseMs: sweepLeaseMs };
      const due = await inTransaction(database, (transaction) => claimDueDeliveries(transaction, claim));
      return due.map(({ id }) => id);
    },
    close: async () => {
      await client.close();
      await database.close();
      await fresh.drop();
    },
  };
}

interface StageParts extends Pick<DeliveryDeps, "client"> {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly clock: TestClock;
}

async function addApp({ database, secretBox, clock }: StageParts) {
  const id = newId("app");
  const secret = newSecret();
  await insertApp(database.connection, {
    id,
    merchantId: newId("mer"),
    name: "shop",
    webhookSecret: secretBox.seal(secret, sealedIn("apps.webhook_secret", id)),
    rateLimitPerSecond: 100,
    rateLimitBurst: 100,
    createdAt: clock.now(),
  });
  return { appId: id, appSecret: secret };
}

async function addEndpoint(
  { database, secretBox, clock }: StageParts,
  endpoint: EndpointChanges & { readonly appId: string; readonly url: string },
): Promise<AddedEndpoint> {
  const { appId, url, eventTypes = ["*"], status = "enabled" } = endpoint;
  const id = newId("ep");
  const secret = newSecret();
  const sealed = endpoint.envelope ?? secretBox.seal(secret, sealedIn("webhook_endpoints.secret", id));
  const row = { id, appId, url, eventTypes, status, description: null, createdAt: clock.now() };
  await insertWebhookEndpoint(database.connection, { ...row, secret: sealed });
  return { id, secret };
}

/** Reads endpoints anew for every attempt. */
function newWorker({ database, secretBox, clock, client }: StageParts): DeliveryDeps {
  const logger = createLogger({ service: "test", level: "silent" });
  return {
    database,
    store: createDeliveryStore(database),
    client,
    directory: createTargetDirectory({ database, secretBox, logger, freshMs: 0 }),
    slots: createSlots(50),
    metrics: createDeliveryMetrics(createMetrics("test")),
    logger,
    clock,
    random: () => 0.5,
    holdMs,
    attemptTimeMs,
  };
}

function createTestClock(startAt: Date): TestClock {
  let ms = startAt.getTime();
  return {
    now: () => new Date(ms),
    advance: (by) => {
      ms += by;
    },
  };
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

function newEvent(appId: string, createdAt: Date, changes: Partial<EventRow>): EventRow {
  const id = newId("evt");
  const { type = "payment.succeeded", sequence = 1 } = changes;
  return {
    id,
    appId,
    paymentId: newId("pay"),
    endpointId: null,
    live: false,
    type,
    sequence,
    body: JSON.stringify({ id, type, sequence, data: { subject: '茶 "🍵"' } }),
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: `trace-${id}`,
    dueAt: new Date(createdAt.getTime() + 30_000),
    createdAt,
    ...changes,
  };
}
