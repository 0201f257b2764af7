import { boolean, char, index, int, mysqlTable, uniqueIndex, varchar } from "../drizzle.ts";
import { address, id, jsonText, moment, word } from "./columns.ts";

export const merchants = mysqlTable(
  "merchants",
  {
    id: id("id").primaryKey(),
    name: varchar("name", { length: 128 }).notNull(),
    status: word<"active" | "frozen">("status").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("merchants_name").on(table.name, table.id)],
);

/**
 * `webhookSecret` signs what goes to a payment's `notify_url`: a sealed envelope, bound to the app's id. The one
 * before it signs as well until `previousWebhookSecretUntil`.
 */
export const apps = mysqlTable(
  "apps",
  {
    id: id("id").primaryKey(),
    merchantId: id("merchant_id").notNull(),
    name: varchar("name", { length: 128 }).notNull(),
    webhookSecret: varchar("webhook_secret", { length: 512 }).notNull(),
    previousWebhookSecret: varchar("previous_webhook_secret", { length: 512 }),
    previousWebhookSecretUntil: moment("previous_webhook_secret_until"),
    rateLimitPerSecond: int("rate_limit_per_second").notNull(),
    rateLimitBurst: int("rate_limit_burst").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("apps_merchant").on(table.merchantId, table.id),
    index("apps_name").on(table.name, table.id),
    index("apps_merchant_name").on(table.merchantId, table.name, table.id),
  ],
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

/** Why an endpoint is disabled: the merchant or an operator wanted it, it answered 410, or only failed for days. */
export type DisabledReason = "asked" | "gone" | "failing";

/**
 * Gets events of live or of test payments, as the key was that made it. `secret` and `signingKey` are sealed
 * envelopes, bound to the endpoint's id and to the names of these two columns also where they have moved on to
 * `previous…`, where they sign as well until `previousUntil`. `signingKey` is there if the endpoint asks for `v1a`.
 */
export const webhookEndpoints = mysqlTable(
  "webhook_endpoints",
  {
    id: id("id").primaryKey(),
    appId: id("app_id").notNull(),
    url: address("url").notNull(),
    eventTypes: jsonText("event_types").$type<readonly string[]>().notNull(),
    description: varchar("description", { length: 256 }),
    status: word<"enabled" | "disabled">("status").notNull(),
    disabledReason: word<DisabledReason>("disabled_reason"),
    disabledAt: moment("disabled_at"),
    live: boolean("live").notNull().default(false),
    /** Deliveries in a second at most; null for as many as there are. */
    rateLimit: int("rate_limit"),
    secret: varchar("secret", { length: 512 }).notNull(),
    previousSecret: varchar("previous_secret", { length: 512 }),
    signingKey: varchar("signing_key", { length: 512 }),
    /** `whpk_…`, by which receivers verify `v1a`. */
    publicKey: varchar("public_key", { length: 64 }),
    previousSigningKey: varchar("previous_signing_key", { length: 512 }),
    previousUntil: moment("previous_until"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("webhook_endpoints_app").on(table.appId, table.id),
    index("webhook_endpoints_status").on(table.status, table.id),
  ],
);
