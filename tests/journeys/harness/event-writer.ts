import { randomBytes } from "node:crypto";
import { fanOutEvents, mostEventsInMessage } from "@compose-pay/contracts";
import {
  type EventRow,
  insertApp,
  insertEvents,
  insertWebhookEndpoint,
  openDatabase,
  sealedIn,
} from "@compose-pay/database";
import { createSecretBox, newId, parseMasterKey } from "@compose-pay/runtime";
import type { Stage } from "./stage.ts";

/** An endpoint, and the secret by which it knows what is genuine. */
export interface WrittenEndpoint {
  readonly id: string;
  readonly secret: string;
}

export interface EndpointFields {
  readonly url: string;
  readonly eventTypes?: readonly string[];
  readonly status?: "enabled" | "disabled";
  readonly live?: boolean;
  readonly rateLimit?: number | null;
}

/** Writes merchants and facts as the product would, without payments behind them: as many as a test needs. */
export interface EventWriter {
  /** @returns the id of a new app */
  addApp(): Promise<string>;
  addEndpoint(appId: string, fields: EndpointFields): Promise<WrittenEndpoint>;
  /** Writes events; nobody is told of them yet. */
  addEvents(appId: string, changes: readonly Partial<EventRow>[]): Promise<readonly EventRow[]>;
  /** Tells notify-worker about events, each once, in this order, in as few messages as there can be. */
  announce(events: readonly Pick<EventRow, "id" | "traceId">[]): Promise<void>;
  /** Both for `count` events of as many payments. */
  tell(appId: string, count: number, changes?: Partial<EventRow>): Promise<readonly EventRow[]>;
  close(): Promise<void>;
}

/** When a sweep finds an event that nobody was told of; beyond every test that does not let time pass. */
const sweptAfterMs = 600_000;
const rowsAtOnce = 500;

export function openEventWriter({
  databaseUrl,
  masterKey,
  broker,
}: Pick<Stage, "databaseUrl" | "masterKey" | "broker">): EventWriter {
  const database = openDatabase({ url: databaseUrl, poolSize: 4 });
  const { connection } = database;
  const secretBox = secretBoxOf(masterKey);
  const announce: EventWriter["announce"] = async (events) => {
    for (let from = 0; from < events.length; from += mostEventsInMessage) {
      const some = events.slice(from, from + mostEventsInMessage);
      const traceId = some[0]?.traceId ?? "";
      const body = { event_ids: some.map(({ id }) => id) };
      await broker.publish({ queue: "notify.events", contract: fanOutEvents, body, traceId });
    }
  };
  const addEvents: EventWriter["addEvents"] = async (appId, changes) => {
    const events = changes.map((change) => newEvent(appId, change));
    for (let from = 0; from < events.length; from += rowsAtOnce) {
      await insertEvents(connection, events.slice(from, from + rowsAtOnce));
    }
    return events;
  };
  return {
    addApp: async () => {
      const [id, createdAt] = [newId("app"), new Date()];
      const webhookSecret = secretBox.seal(newSecret(), sealedIn("apps.webhook_secret", id));
      const limits = { rateLimitPerSecond: 100, rateLimitBurst: 100 };
      await insertApp(connection, {
        id,
        merchantId: newId("mer"),
        name: "shop",
        webhookSecret,
        ...limits,
        createdAt,
      });
      return id;
    },
    addEndpoint: async (appId, { eventTypes = ["*"], status = "enabled", ...fields }) => {
      const [id, secret] = [newId("ep"), newSecret()];
      const sealed = secretBox.seal(secret, sealedIn("webhook_endpoints.secret", id));
      const row = { id, appId, eventTypes, status, description: null, createdAt: new Date(), ...fields };
      await insertWebhookEndpoint(connection, { ...row, secret: sealed });
      return { id, secret };
    },
    addEvents,
    announce,
    tell: async (appId, count, changes = {}) => {
      const events = await addEvents(appId, Array<Partial<EventRow>>(count).fill(changes));
      await announce(events);
      return events;
    },
    close: () => database.close(),
  };
}

function secretBoxOf(masterKey: string) {
  const current = parseMasterKey(masterKey);
  if (current === null) throw new Error("the stage's master key is one");
  return createSecretBox({ current });
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

function newEvent(appId: string, changes: Partial<EventRow>): EventRow {
  const [id, createdAt] = [newId("evt"), new Date()];
  const { type = "payment.succeeded", sequence = 1, paymentId = newId("pay") } = changes;
  const data = { object: "payment", id: paymentId, subject: '龙井 "🍵"' };
  return {
    id,
    appId,
    paymentId,
    endpointId: null,
    live: false,
    type,
    sequence,
    body: JSON.stringify({ id, type, timestamp: createdAt.toISOString(), sequence, data }),
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: `trace-${id}`,
    dueAt: new Date(createdAt.getTime() + sweptAfterMs),
    createdAt,
    ...changes,
  };
}
