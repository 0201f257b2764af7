import type {
  ChannelName,
  DiscrepancyResolution,
  DiscrepancyState,
  DiscrepancyType,
} from "@compose-pay/domain";
import { index, int, mysqlTable, uniqueIndex, varchar } from "../drizzle.ts";
import { day } from "./books.ts";
import { bytes, fen, id, jsonText, moment, traceId, word } from "./columns.ts";

export type { DiscrepancyResolution, DiscrepancyState, DiscrepancyType } from "@compose-pay/domain";

/** `received`: waits for its worker. The others are its end. */
export type NotificationVerdict = "received" | "applied" | "unchanged" | "refused" | "ignored";

/**
 * What a channel posted, raw. A resend of the same notification counts in `timesReceived`; what could
 * not be verified has no notification id and one row a posting.
 */
export const channelNotifications = mysqlTable(
  "channel_notifications",
  {
    id: id("id").primaryKey(),
    channelAccountId: id("channel_account_id").notNull(),
    channel: word<ChannelName>("channel").notNull(),
    notificationId: varchar("notification_id", { length: 128 }),
    attemptId: varchar("attempt_id", { length: 64 }),
    refundId: varchar("refund_id", { length: 64 }),
    verdict: word<NotificationVerdict>("verdict").notNull(),
    reason: varchar("reason", { length: 128 }),
    timesReceived: int("times_received").notNull(),
    headers: jsonText("headers").$type<Readonly<Record<string, string>>>().notNull(),
    body: bytes("body").notNull(),
    traceId: traceId(),
    receivedAt: moment("received_at").notNull(),
    /** When a sweep sends it to its worker again; null once it is processed. */
    dueAt: moment("due_at"),
    processedAt: moment("processed_at"),
  },
  (table) => [
    uniqueIndex("channel_notifications_once").on(table.channelAccountId, table.notificationId),
    index("channel_notifications_attempt").on(table.attemptId),
    index("channel_notifications_refund").on(table.refundId),
    index("channel_notifications_verdict").on(table.verdict, table.receivedAt, table.id),
    index("channel_notifications_account").on(
      table.channelAccountId,
      table.verdict,
      table.receivedAt,
      table.id,
    ),
    index("channel_notifications_due").on(table.dueAt),
  ],
);

/** One call to a channel. Nothing secret is in it. */
export const channelCalls = mysqlTable(
  "channel_calls",
  {
    id: id("id").primaryKey(),
    /** Null, like the attempt, for a call that is about the account. */
    paymentId: id("payment_id"),
    attemptId: id("attempt_id"),
    refundId: id("refund_id"),
    channelAccountId: id("channel_account_id").notNull(),
    operation: word<string>("operation").notNull(),
    outcome: word<string>("outcome").notNull(),
    detail: varchar("detail", { length: 256 }),
    httpStatus: int("http_status"),
    channelCode: varchar("channel_code", { length: 64 }),
    channelRequestId: varchar("channel_request_id", { length: 128 }),
    durationMs: int("duration_ms").notNull(),
    traceId: traceId(),
    startedAt: moment("started_at").notNull(),
  },
  (table) => [
    index("channel_calls_payment").on(table.paymentId, table.id),
    index("channel_calls_started").on(table.startedAt),
  ],
);

/** A difference between what we say and what a channel says (差错), with the evidence of both. */
export const discrepancies = mysqlTable(
  "discrepancies",
  {
    id: id("id").primaryKey(),
    type: word<DiscrepancyType>("type").notNull(),
    state: word<DiscrepancyState>("state").notNull(),
    channelAccountId: id("channel_account_id").notNull(),
    paymentId: id("payment_id"),
    attemptId: varchar("attempt_id", { length: 64 }),
    /** Empty where it is about no refund, since a null would not count in the unique key. */
    refundId: varchar("refund_id", { length: 64 }).notNull().default(""),
    evidence: jsonText("evidence").notNull(),
    /** The reconciliation that found it; null for what was found on the way of a payment. */
    runId: id("run_id"),
    /** The day of that reconciliation, and else empty, since a null would not count in the unique key. */
    day: day("day").notNull().default(""),
    /** In fen: how much money it is about; null where that is not known. */
    amount: fen("amount"),
    resolution: word<DiscrepancyResolution>("resolution"),
    reason: varchar("reason", { length: 512 }),
    /** Who decided, and who agreed where the amount asks for a second person. */
    resolvedBy: varchar("resolved_by", { length: 128 }),
    approvedBy: varchar("approved_by", { length: 128 }),
    /** What was done because of it; `ResolutionOutcome` of packages/application. */
    outcome: jsonText("outcome"),
    traceId: traceId(),
    foundAt: moment("found_at").notNull(),
    decidedAt: moment("decided_at"),
    resolvedAt: moment("resolved_at"),
  },
  (table) => [
    uniqueIndex("discrepancies_once").on(
      table.channelAccountId,
      table.type,
      table.attemptId,
      table.refundId,
      table.day,
    ),
    index("discrepancies_state").on(table.state, table.foundAt, table.id),
    index("discrepancies_type").on(table.state, table.type, table.foundAt, table.id),
    index("discrepancies_account").on(table.channelAccountId, table.state, table.foundAt, table.id),
    index("discrepancies_day").on(table.day, table.state, table.foundAt, table.id),
    index("discrepancies_run").on(table.runId, table.state, table.id),
    // A list by two of these goes along one index, or it would pass over what only one of them fits.
    index("discrepancies_account_type").on(
      table.channelAccountId,
      table.state,
      table.type,
      table.foundAt,
      table.id,
    ),
    index("discrepancies_account_day").on(
      table.channelAccountId,
      table.day,
      table.state,
      table.type,
      table.foundAt,
      table.id,
    ),
    index("discrepancies_day_type").on(table.day, table.state, table.type, table.foundAt, table.id),
    index("discrepancies_run_type").on(table.runId, table.state, table.type, table.foundAt, table.id),
  ],
);
