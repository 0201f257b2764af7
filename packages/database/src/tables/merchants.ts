import { boolean, char, index, int, mysqlTable, uniqueIndex, varchar } from "../drizzle.ts";
import { address, id, jsonText, moment, word } from "./columns.ts";

export const merchants = mysqlTable("merchants", {
  id: id("id").primaryKey(),
  name: varchar("name", { length: 128 }).notNull(),
  status: word<"active" | "frozen">("status").notNull(),
  createdAt: moment("created_at").notNull(),
});

/** `webhookSecret` signs what goes to a payment's `notify_url`: a sealed envelope, bound to the app's id. */
export const apps = mysqlTable(
  "apps",
  {
    id: id("id").primaryKey(),
    merchantId: id("merchant_id").notNull(),
    name: varchar("name", { length: 128 }).notNull(),
    webhookSecret: varchar("webhook_secret", { length: 512 }).notNull(),
    rateLimitPerSecond: int("rate_limit_per_second").notNull(),
    rateLimitBurst: int("rate_limit_burst").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("apps_merchant").on(table.merchantId, table.id)],
);

/** Only the SHA-256 of a key is kept; `hint` is its last four characters, for people. */
export const apiKeys = mysqlTable(
  "api_keys",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    sha256: char("sha256", { length: 64 }).notNull(),
    live: boolean("live").notNull(),
    hint: varchar("hint", { length: 8 }).notNull(),
    createdAt: moment("created_at").notNull(),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    uniqueIndex("api_keys_sha256").on(table.sha256),
    index("api_keys_app").on(table.appId, table.id),
  ],
);

/** An app with rules is reached only from them; an app without any from everywhere. */
export const ipRules = mysqlTable(
  "ip_rules",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    cidr: varchar("cidr", { length: 64 }).notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [uniqueIndex("ip_rules_app_cidr").on(table.appId, table.cidr)],
);

/** `secret` is a sealed envelope, bound to the endpoint's id. */
export const webhookEndpoints = mysqlTable(
  "webhook_endpoints",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    url: address("url").notNull(),
    eventTypes: jsonText("event_types").$type<readonly string[]>().notNull(),
    description: varchar("description", { length: 256 }),
    status: word<"enabled" | "disabled">("status").notNull(),
    secret: varchar("secret", { length: 512 }).notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("webhook_endpoints_app").on(table.appId, table.id)],
);
