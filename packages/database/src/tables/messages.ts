import { boolean, index, int, mediumtext, mysqlTable, uniqueIndex, varchar } from "../drizzle.ts";
import { address, id, jsonText, moment, traceId, word } from "./columns.ts";

/** A fact for the merchant. `body` is what every delivery of it sends, byte for byte. */
export const events = mysqlTable(
  "events",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    paymentId: id("payment_id").notNull(),
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

export type DeliveryState = "pending" | "succeeded" | "retrying" | "exhausted" | "paused";

/**
 * One event to one endpoint. `endpointId` is `notify_url` for the payment's own address and
 * `refund_notify_url` for the refund's, which is then in `url`. `nextAttemptAt` is null once nothing is left to do.
 */
export const deliveries = mysqlTable(
  "deliveries",
  {
    id: id("id").primaryKey(),
    eventId: id("event_id").notNull(),
    appId: id("app_id").notNull(),
    endpointId: id("endpoint_id").notNull(),
    url: address("url"),
    state: word<DeliveryState>("state").notNull(),
    attemptsMade: int("attempts_made").notNull(),
    nextAttemptAt: moment("next_attempt_at"),
    lastStatus: int("last_status"),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    uniqueIndex("deliveries_event_endpoint").on(table.eventId, table.endpointId),
    index("deliveries_due").on(table.nextAttemptAt),
    index("deliveries_endpoint").on(table.endpointId, table.createdAt, table.id),
  ],
);

/** One POST to a merchant and what came back, the first KiB of it. */
export const deliveryAttempts = mysqlTable(
  "delivery_attempts",
  {
    id: id("id").primaryKey(),
    deliveryId: id("delivery_id").notNull(),
    number: int("number").notNull(),
    trigger: word<"schedule" | "manual">("trigger").notNull(),
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
