import type { ChannelName, Method } from "@compose-pay/domain";
import { boolean, index, int, mysqlTable, primaryKey, text, uniqueIndex, varchar } from "../drizzle.ts";
import { address, fen, id, moment, word } from "./columns.ts";

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
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [uniqueIndex("channel_accounts_name").on(table.name)],
);

/** What an app may do with a method. Amounts in fen, inclusive; the fee rate in basis points. */
export const contracts = mysqlTable(
  "contracts",
  {
    appId: id("app_id").notNull(),
    method: word<Method>("method").notNull(),
    enabled: boolean("enabled").notNull(),
    minAmount: fen("min_amount").notNull(),
    maxAmount: fen("max_amount").notNull(),
    feeRateBps: int("fee_rate_bps").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.method] })],
);

/** Which account serves an app's method; the lowest `priority` first. */
export const routes = mysqlTable(
  "routes",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    method: word<Method>("method").notNull(),
    channelAccountId: id("channel_account_id").notNull(),
    priority: int("priority").notNull(),
    enabled: boolean("enabled").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("routes_app_method_account").on(table.appId, table.method, table.channelAccountId),
    index("routes_account").on(table.channelAccountId),
  ],
);
