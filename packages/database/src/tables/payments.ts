import type {
  AttemptState,
  ChannelName,
  Currency,
  Failure,
  FeeTerms,
  Method,
  PaymentStatus,
} from "@compose-pay/domain";
import { boolean, char, index, int, mysqlTable, sql, uniqueIndex, varchar } from "../drizzle.ts";
import { address, currency, fen, id, jsonText, moment, traceId, word } from "./columns.ts";

/** The terms of attempts from before there were any; in brackets, because MySQL lets a text have no other default. */
const noFee = sql.raw(
  `('{"rateBps":0,"fixed":0,"min":0,"max":null,"rounding":"half_up","returnedOnRefund":true}')`,
);

/** The merchant's order. Lists go newest first by (created_at, id). */
export const payments = mysqlTable(
  "payments",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    orderNo: varchar("order_no", { length: 64 }).notNull(),
    parametersSha256: char("parameters_sha256", { length: 64 }).notNull(),
    amount: fen("amount").notNull(),
    /** The sum of the merchant's refunds that have not failed: what is left can be refunded. */
    amountRefunded: fen("amount_refunded").notNull(),
    /** In fen, by the terms of the attempt that speaks for the payment. */
    fee: fen("fee").notNull().default(0),
    currency: currency().$type<Currency>(),
    status: word<PaymentStatus>("status").notNull(),
    method: word<Method>("method").notNull(),
    subject: varchar("subject", { length: 256 }).notNull(),
    description: varchar("description", { length: 1000 }),
    clientIp: varchar("client_ip", { length: 45 }),
    payer: jsonText("payer"),
    notifyUrl: address("notify_url"),
    returnUrl: address("return_url"),
    metadata: jsonText("metadata").$type<Readonly<Record<string, string>>>().notNull(),
    live: boolean("live").notNull(),
    currentAttemptId: id("current_attempt_id").notNull(),
    /** The `sequence` of the payment's latest event. */
    eventSequence: int("event_sequence").notNull(),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    paidAt: moment("paid_at"),
    closedAt: moment("closed_at"),
  },
  (table) => [
    uniqueIndex("payments_app_order").on(table.appId, table.orderNo),
    index("payments_app_created").on(table.appId, table.live, table.createdAt, table.id),
    index("payments_app_status").on(table.appId, table.live, table.status, table.createdAt, table.id),
    index("payments_app_method").on(table.appId, table.live, table.method, table.createdAt, table.id),
  ],
);

/**
 * One try at one channel; the id is the channel's `out_trade_no`. `dueAt` is when a sweep must look at
 * it again: null once nothing is left to do.
 */
export const attempts = mysqlTable(
  "attempts",
  {
    id: id("id").primaryKey(),
    paymentId: id("payment_id").notNull(),
    method: word<Method>("method").notNull(),
    channel: word<ChannelName>("channel").notNull(),
    channelAccountId: id("channel_account_id").notNull(),
    amount: fen("amount").notNull(),
    currency: currency().$type<Currency>(),
    state: word<AttemptState>("state").notNull(),
    nextAction: jsonText("next_action"),
    channelTradeNo: varchar("channel_trade_no", { length: 64 }),
    failure: jsonText("failure").$type<Failure>(),
    /** The contract's terms as they were; the fee in fen follows from them. */
    feeTerms: jsonText("fee_terms").$type<FeeTerms>().notNull().default(noFee),
    fee: fen("fee").notNull().default(0),
    /** The day whose daily amount this attempt takes a part of; null when it takes none. */
    dailyAmountDay: char("daily_amount_day", { length: 10 }),
    /** As given with this attempt; the auth code of a barcode is left out once it was used. */
    payer: jsonText("payer").$type<Readonly<Record<string, string>>>(),
    clientIp: varchar("client_ip", { length: 45 }),
    queriesMade: int("queries_made").notNull(),
    closeRequested: boolean("close_requested").notNull(),
    dueAt: moment("due_at"),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    settledAt: moment("settled_at"),
  },
  (table) => [
    index("attempts_payment").on(table.paymentId, table.id),
    index("attempts_due").on(table.dueAt),
    index("attempts_channel_trade_no").on(table.channelAccountId, table.channelTradeNo),
    index("attempts_account").on(table.channelAccountId, table.createdAt, table.id),
  ],
);

/** Every change of a state, with its cause; written in the transaction that makes the change. */
export const stateChanges = mysqlTable(
  "state_changes",
  {
    id: id("id").primaryKey(),
    paymentId: id("payment_id").notNull(),
    subject: word<"payment" | "attempt" | "refund">("subject").notNull(),
    subjectId: id("subject_id").notNull(),
    fromState: word<string>("from_state").notNull(),
    toState: word<string>("to_state").notNull(),
    cause: varchar("cause", { length: 64 }).notNull(),
    traceId: traceId(),
    at: moment("at").notNull(),
  },
  (table) => [
    index("state_changes_payment").on(table.paymentId, table.id),
    index("state_changes_at").on(table.at),
  ],
);
