import type { ChannelName, Currency, Failure, Method, RefundKind, RefundState } from "@compose-pay/domain";
import { boolean, char, index, int, mysqlTable, uniqueIndex, varchar } from "../drizzle.ts";
import { address, currency, fen, id, jsonText, moment, traceId, word } from "./columns.ts";

/**
 * Money back on one attempt of a payment; the id is the channel's `out_refund_no`. `dueAt` is when a sweep
 * must look at it again: null once nothing is left to do by itself.
 */
export const refunds = mysqlTable(
  "refunds",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    paymentId: id("payment_id").notNull(),
    attemptId: id("attempt_id").notNull(),
    kind: word<RefundKind>("kind").notNull(),
    /** The merchant's own number; null for a refund that no merchant asked for. */
    refundNo: varchar("refund_no", { length: 64 }),
    /** The attempt, for a refund that the product makes by itself, so that there is one at most; else null. */
    automaticFor: id("automatic_for"),
    parametersSha256: char("parameters_sha256", { length: 64 }).notNull(),
    method: word<Method>("method").notNull(),
    channel: word<ChannelName>("channel").notNull(),
    channelAccountId: id("channel_account_id").notNull(),
    amount: fen("amount").notNull(),
    currency: currency().$type<Currency>(),
    /** What of the fee goes back with it, in fen. */
    feeReturned: fen("fee_returned").notNull(),
    reason: varchar("reason", { length: 256 }),
    notifyUrl: address("notify_url"),
    metadata: jsonText("metadata").$type<Readonly<Record<string, string>>>().notNull(),
    live: boolean("live").notNull(),
    state: word<RefundState>("state").notNull(),
    channelRefundNo: varchar("channel_refund_no", { length: 64 }),
    failure: jsonText("failure").$type<Failure>(),
    /** How often the channel was called for it; makes the messages of a sweep stale. */
    triesMade: int("tries_made").notNull(),
    dueAt: moment("due_at"),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    succeededAt: moment("succeeded_at"),
    settledAt: moment("settled_at"),
  },
  (table) => [
    uniqueIndex("refunds_app_number").on(table.appId, table.refundNo),
    uniqueIndex("refunds_automatic").on(table.automaticFor),
    index("refunds_payment").on(table.paymentId, table.id),
    index("refunds_app_created").on(table.appId, table.live, table.createdAt, table.id),
    index("refunds_state").on(table.state, table.createdAt, table.id),
    index("refunds_due").on(table.dueAt),
    index("refunds_channel_number").on(table.channelAccountId, table.channelRefundNo),
    index("refunds_account").on(table.channelAccountId, table.state, table.createdAt, table.id),
  ],
);
