import { boolean, index, int, mediumtext, mysqlTable, uniqueIndex, varchar } from "../drizzle.ts";
import { address, id, jsonText, moment, traceId, word } from "./columns.ts";

/** A fact for the merchant. `body` is what every delivery of it sends, byte for byte. */
export const events = mysqlTable(
  "events",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    /** Null for what is about no payment: `webhook.…`. */
    paymentId: id("payment_id"),
    /** The one endpoint that it is for; null for all that want it. */
    endpointId: id("endpoint_id"),
    live: boolean("live").notNull(),
    type: varchar("type", { length: 64 }).notNull(),
    sequence: int("sequence").notNull(),
    body: mediumtext("body").notNull(),
    /** The payment's own address. */
    notifyUrl: address("notify_url"),
    /** The refund's own address, where it differs from the payment's. */
    refundNotifyUrl: address("refund_notify_url"),
    traceId: traceId(),
    /** When a sweep asks for its deliveries again; null once they are made. */
    dueAt: moment("due_at"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("events_sequence").on(table.paymentId, table.sequence),
    index("events_app_created").on(table.appId, table.live, table.createdAt, table.id),
    index("events_due").on(table.dueAt),
  ],
);

/**
 * `pending`: not attempted yet. `retrying`: attempted, and not for the last time. Both wait while their endpoint is
 * disabled, which is then shown as paused.
 */
export type DeliveryState = "pending" | "succeeded" | "retrying" | "exhausted";

/** What fails, or has failed for good. */
export type FailingState = Extract<DeliveryState, "retrying" | "exhausted">;

/** What an attempt was made for: an event or the ladder, one that was asked for again, a replay, or a test. */
export type DeliveryTrigger = "schedule" | "manual" | "replay" | "test";

/**
 * One event to one endpoint. `endpointId` is `notify_url` for the payment's own address and
 * `refund_notify_url` for the refund's, which is then in `url`; `targetId` is what it waits in line for. While
 * `pending` or `retrying` it is due, or due again should its worker die, at `nextAttemptAt`; null in the end.
 */
export const deliveries = mysqlTable(
  "deliveries",
  {
    id: id("id").primaryKey(),
    eventId: id("event_id").notNull(),
    appId: id("app_id").notNull(),
    endpointId: id("endpoint_id").notNull(),
    /** Empty in rows of the version before; a sweep completes them. */
    targetId: id("target_id").notNull().default(""),
    url: address("url"),
    state: word<DeliveryState>("state").notNull(),
    /**
     * The state while it fails, `retrying` or `exhausted`, and else null: so a delivery that goes well moves in no index
     * for the sake of the list of those that do not. Null too in rows of the version before that nothing has changed since.
     */
    failing: word<FailingState>("failing"),
    /** Of the next attempt. */
    trigger: word<DeliveryTrigger>("trigger").notNull().default("schedule"),
    attemptsMade: int("attempts_made").notNull(),
    /** How many attempts there were when the ladder began, which a redelivery begins anew. */
    ladderFrom: int("ladder_from").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at"),
    lastStatus: int("last_status"),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    uniqueIndex("deliveries_event_endpoint").on(table.eventId, table.endpointId),
    index("deliveries_target_due").on(table.targetId, table.nextAttemptAt),
    index("deliveries_endpoint").on(table.endpointId, table.createdAt, table.id),
    index("deliveries_failing").on(table.failing, table.id),
  ],
);

/**
 * What deliveries wait in line for: an endpoint, or the own addresses of an app's payments and refunds at one origin. One
 * that is slow, dead or flooded holds up none but itself.
 */
export const deliveryTargets = mysqlTable(
  "delivery_targets",
  {
    /** The endpoint's id, or made of app and origin (`deliveryTargetId`). */
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    /** Not later than the first `nextAttemptAt` of its deliveries, but for an open circuit or the rate; null when none waits. */
    dueAt: moment("due_at"),
    /** Failed attempts since the last success. */
    failures: int("failures").notNull(),
    failingSince: moment("failing_since"),
    /** The circuit is open; then one attempt is let through. */
    openUntil: moment("open_until"),
    /** When the next delivery may go by the endpoint's rate. */
    pacedUntil: moment("paced_until"),
  },
  (table) => [
    index("delivery_targets_due").on(table.dueAt),
    index("delivery_targets_failing").on(table.failingSince, table.id),
  ],
);

/** Asked for by a merchant or an operator: everything of an endpoint that was not delivered goes out again. */
export const webhookReplays = mysqlTable(
  "webhook_replays",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    endpointId: id("endpoint_id").notNull(),
    /** The events from then until the replay was asked for. */
    since: moment("since").notNull(),
    /** How far it has come in the event log of the app. */
    cursorAt: moment("cursor_at").notNull(),
    cursorId: id("cursor_id").notNull(),
    /** Deliveries that it has made due so far. */
    deliveries: int("deliveries").notNull(),
    /** When a worker goes on with it; null once it is done. */
    dueAt: moment("due_at"),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("webhook_replays_due").on(table.dueAt),
    index("webhook_replays_endpoint").on(table.endpointId, table.id),
  ],
);

/** One POST to a merchant and what came back, the first KiB of it. */
export const deliveryAttempts = mysqlTable(
  "delivery_attempts",
  {
    id: id("id").primaryKey(),
    deliveryId: id("delivery_id").notNull(),
    number: int("number").notNull(),
    trigger: word<DeliveryTrigger>("trigger").notNull(),
    /** The resolved address that it went to; null when it came to no connection. */
    address: varchar("address", { length: 45 }),
    status: int("status"),
    error: varchar("error", { length: 64 }),
    responseStart: varchar("response_start", { length: 1024 }),
    durationMs: int("duration_ms").notNull(),
    startedAt: moment("started_at").notNull(),
  },
  (table) => [
    index("delivery_attempts_delivery").on(table.deliveryId, table.id),
    index("delivery_attempts_started").on(table.startedAt),
  ],
);

/** A message that its transaction decided on; deleted once the broker has confirmed it. */
export const outbox = mysqlTable(
  "outbox",
  {
    id: id("id").primaryKey(),
    queue: varchar("queue", { length: 64 }).notNull(),
    name: varchar("name", { length: 64 }).notNull(),
    version: int("version").notNull(),
    body: jsonText("body").notNull(),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("outbox_created").on(table.createdAt)],
);
