import { updateWebhookEndpoint } from "@compose-pay/application";
import { createSecretKey, randomBytes } from "node:crypto";
import {
  type Database,
  type EventRow,
  insertApp,
  insertEvent,
  insertWebhookEndpoint,
  migrateDatabase,
  openDatabase,
  sealedIn,
} from "@compose-pay/database";
import { createLogger, createMetrics, createSecretBox, newId, type SecretBox } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import { createUrlGuard, openWebhookClient, type UrlGuard } from "@compose-pay/webhooks";
import { createAttemptsUnderWay } from "../src/attempts-under-way.ts";
import { claimDeliveries } from "../src/claim-deliveries.ts";
import type { DeliveryDeps } from "../src/delivery-deps.ts";
import { createDeliveryMetrics } from "../src/delivery-metrics.ts";
import { createDeliveryStore } from "../src/delivery-store.ts";
import { createFanOut, type FanOutOutcome } from "../src/fan-out-events.ts";
import { createKeyring } from "../src/keyring.ts";
import { createRooms } from "../src/rooms.ts";
import { createTargetStates } from "../src/target-states.ts";

/** A database with one app, workers on it, and a clock that the test sets. */
export interface DeliveryStage {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly database: Database;
  readonly appId: string;
  /** Signs what goes to a `notify_url`. */
  readonly appSecret: string;
  readonly clock: TestClock;
  /** Lets loopback pass. */
  readonly guard: UrlGuard;
  readonly secretBox: SecretBox;
  /** One worker; another call makes another, with knowledge and rooms of its own. */
  worker(changes?: Partial<DeliveryDeps>): StageWorker;
  addEndpoint(url: string, changes?: EndpointChanges): Promise<AddedEndpoint>;
  addEvent(changes?: Partial<EventRow>): Promise<EventRow>;
  /** As the API does it for a disabled endpoint. */
  enable(endpointId: string): Promise<void>;
  /** As if the holds of all workers had ended. */
  endHolds(): Promise<void>;
  close(): Promise<void>;
}

/** The verbs of a worker, step by step. */
export interface StageWorker {
  readonly deps: DeliveryDeps;
  /** As the message of an event does it; resolves when the attempts that began by it have ended too. */
  fanOut(eventId: string): Promise<FanOutOutcome>;
  /** The same, not waiting for the attempts. */
  begin(eventId: string): Promise<FanOutOutcome>;
  /** Takes and attempts what is due by the stage's clock until nothing is; answers the ids in their order. */
  deliverDue(): Promise<readonly string[]>;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
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
    guard,
    secretBox,
    worker: (changes = {}) => newWorker(parts, changes),
    addEndpoint: (url, changes = {}) => addEndpoint(parts, { appId, url, ...changes }),
    addEvent: async (changes = {}) => {
      const event = newEvent(appId, clock.now(), changes);
      await insertEvent(database.connection, event);
      return event;
    },
    enable: async (endpointId) => {
      const deps = { database, clock, secretBox, urlGuard: guard };
      await updateWebhookEndpoint(deps, { endpointId }, { status: "enabled" });
    },
    endHolds: async () => {
      await database.pool.query(
        "UPDATE deliveries SET next_attempt_at = NOW(3) WHERE next_attempt_at IS NOT NULL",
      );
      await database.pool.query("UPDATE delivery_targets SET due_at = NOW(3)");
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

/** Knows of targets only what it has written itself, as one that was started a moment ago. */
function newWorker(parts: StageParts, changes: Partial<DeliveryDeps>): StageWorker {
  const { secretBox, clock, client } = parts;
  const logger = createLogger({ service: "test", level: "silent" });
  const metrics = createDeliveryMetrics(createMetrics("test"));
  const database = changes.database ?? parts.database;
  const targets = createTargetStates({ database, freshMs: 0, nowMs: () => performance.now() });
  const deps: DeliveryDeps = {
    database,
    // What is told of an endpoint that was disabled stays in the outbox here.
    store: createDeliveryStore({ database, targets, outbox: { dispatch: () => {} }, metrics, logger }),
    client,
    keyring: createKeyring({ secretBox, logger }),
    targets,
    rooms: createRooms({ most: 200, mostPerTarget: 20, nowMs: () => 0 }),
    metrics,
    logger,
    clock,
    random: () => 0.5,
    holdMs,
    attemptTimeMs,
    ...changes,
  };
  const attempts = createAttemptsUnderWay(deps);
  const begin = createFanOut({ ...deps, attempts, onLine: () => {} });
  return {
    deps,
    begin,
    idle: () => attempts.idle(),
    fanOut: async (eventId) => {
      const outcome = await begin(eventId);
      await attempts.idle();
      return outcome;
    },
    deliverDue: async () => {
      const ids: string[] = [];
      for (;;) {
        const { due } = await claimDeliveries(deps);
        if (due.length === 0) return ids;
        ids.push(...due.map(({ held }) => held.id));
        for (const one of due) attempts.start(one);
        await attempts.idle();
      }
    },
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
