import type { ChannelName, FeeRounding, Method, OperationClass } from "@compose-pay/domain";
import { boolean, char, index, int, mysqlTable, primaryKey, text, uniqueIndex, varchar } from "../drizzle.ts";
import { address, fen, id, jsonText, moment, word } from "./columns.ts";

/** One set of credentials at a channel (通道商户号). `credentials` is a sealed envelope, bound to the id. */
export const channelAccounts = mysqlTable(
  "channel_accounts",
  {
    id: id("id").primaryKey(),
    channel: word<ChannelName>("channel").notNull(),
    name: varchar("name", { length: 64 }).notNull(),
    live: boolean("live").notNull(),
    enabled: boolean("enabled").notNull(),
    baseUrl: address("base_url").notNull(),
    credentials: text("credentials").notNull(),
    /** When each secret of the credentials was given last, by its name; null for an account of before this was kept. */
    secretsChangedAt: jsonText("secrets_changed_at").$type<Readonly<Record<string, string>>>(),
    createdAt: moment("created_at").notNull(),
    /** When a sweep lets its certificates be fetched again; null for an account that has none to fetch. */
    certificatesDueAt: moment("certificates_due_at"),
    /** When somebody last met a key that is not known: once a minute an account may be fetched for that. */
    certificatesAskedAt: moment("certificates_asked_at"),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("channel_accounts_name").on(table.name),
    index("channel_accounts_certificates_due").on(table.certificatesDueAt),
  ],
);

/** Certificates by which an account checks its channel's signatures, each from a verified download. Public. */
export const channelCertificates = mysqlTable(
  "channel_certificates",
  {
    channelAccountId: id("channel_account_id").notNull(),
    serial: varchar("serial", { length: 64 }).notNull(),
    pem: text("pem").notNull(),
    effectiveAt: moment("effective_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    fetchedAt: moment("fetched_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.channelAccountId, table.serial] })],
);

/**
 * What operators said about circuits; the newest row of an account and class is in force until `until`.
 * Rows are only ever added: this is its history too.
 */
export const circuitOrders = mysqlTable(
  "circuit_orders",
  {
    id: id("id").primaryKey(),
    channelAccountId: id("channel_account_id").notNull(),
    operationClass: word<OperationClass>("operation_class").notNull(),
    /** `open`: nobody gets through. `closed`: everybody does, whatever fails. `auto`: the circuit decides. */
    mode: word<"open" | "closed" | "auto">("mode").notNull(),
    reason: varchar("reason", { length: 256 }).notNull(),
    orderedBy: varchar("ordered_by", { length: 128 }).notNull(),
    /** Null: until the next order. */
    until: moment("until"),
    orderedAt: moment("ordered_at").notNull(),
  },
  (table) => [index("circuit_orders_circuit").on(table.channelAccountId, table.operationClass, table.id)],
);

/** What an app may do with a method, and what it costs (`FeeTerms`). Amounts in fen, inclusive. */
export const contracts = mysqlTable(
  "contracts",
  {
    appId: id("app_id").notNull(),
    method: word<Method>("method").notNull(),
    enabled: boolean("enabled").notNull(),
    minAmount: fen("min_amount").notNull(),
    maxAmount: fen("max_amount").notNull(),
    /** Of all payments that were not given up, per day of China; null without a bound. */
    dailyAmount: fen("daily_amount"),
    feeRateBps: int("fee_rate_bps").notNull(),
    feeFixed: fen("fee_fixed").notNull().default(0),
    feeMin: fen("fee_min").notNull().default(0),
    feeMax: fen("fee_max"),
    feeRounding: word<FeeRounding>("fee_rounding").notNull().default("half_up"),
    feeReturned: boolean("fee_returned").notNull().default(true),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.method] })],
);

/**
 * What is taken of an app's daily amount, for contracts that bound it. `day` is a day of China, such as
 * `2026-11-22`.
 */
export const dailyAmounts = mysqlTable(
  "daily_amounts",
  {
    appId: id("app_id").notNull(),
    method: word<Method>("method").notNull(),
    day: char("day", { length: 10 }).notNull(),
    amount: fen("amount").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.method, table.day] })],
);

/**
 * Which account serves an app's method: the lowest `priority` first, among those whose window of amounts
 * (fen, inclusive, null without a bound) holds the payment.
 */
export const routes = mysqlTable(
  "routes",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    method: word<Method>("method").notNull(),
    channelAccountId: id("channel_account_id").notNull(),
    priority: int("priority").notNull(),
    minAmount: fen("min_amount"),
    maxAmount: fen("max_amount"),
    enabled: boolean("enabled").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("routes_app_method_account").on(table.appId, table.method, table.channelAccountId),
    index("routes_account").on(table.channelAccountId),
  ],
);
