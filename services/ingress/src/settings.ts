import { addressRanges } from "@compose-pay/http";
import { cidrsSetting, integerSetting, millisecondsSetting, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";

/** What this service reads from the environment. */
export const ingressSettings = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  AMQP_URL: sharedSettings.AMQP_URL,
  REDIS_URL: sharedSettings.REDIS_URL,
  PUBLIC_URL: sharedSettings.PUBLIC_URL,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
  PORT: sharedSettings.PORT,
  ADMIN_PORT: sharedSettings.ADMIN_PORT,
  LOG_LEVEL: sharedSettings.LOG_LEVEL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
  SHUTDOWN_DEADLINE_MS: sharedSettings.SHUTDOWN_DEADLINE_MS,
  WEBHOOK_ALLOWED_CIDRS: sharedSettings.WEBHOOK_ALLOWED_CIDRS,
  WEBHOOK_ALLOWED_PORTS: sharedSettings.WEBHOOK_ALLOWED_PORTS,
  DATABASE_POOL_SIZE: integerSetting(1, 200).default(16),

  /** Proxies whose `X-Forwarded-For` is believed: CIDR ranges, separated by commas. */
  TRUSTED_PROXIES: cidrsSetting().transform((cidrs) => addressRanges(cidrs)),
  MOST_CONNECTIONS: integerSetting(10, 1_000_000).default(10_000),
  /** Request line and header section together. */
  MOST_HEADER_BYTES: integerSetting(4_096, 65_536).default(16_384),
  HEADERS_TIMEOUT_MS: millisecondsSetting(1_000, 120_000).default(10_000),
  /** For a request as a whole, its body included. */
  REQUEST_TIMEOUT_MS: millisecondsSetting(1_000, 300_000).default(30_000),
  /** Longer than a load balancer keeps its idle connections. */
  KEEP_ALIVE_TIMEOUT_MS: millisecondsSetting(1_000, 600_000).default(75_000),
  /** After this a call is answered 503; longer than the longest wait for a channel, which is 10 s. */
  ANSWER_DEADLINE_MS: millisecondsSetting(11_000, 120_000).default(20_000),
  /** Calls that are worked on at one time; one more is answered 503. */
  MOST_CALLS: integerSetting(10, 100_000).default(5_000),
  /** The same for channels' notifications, which need no key and so must not take the calls' places. */
  MOST_NOTIFICATIONS: integerSetting(1, 100_000).default(500),
  /** Calls that wait for a channel at one time; one more is answered 202 at once. */
  MOST_WAITING_CALLS: integerSetting(0, 10_000).default(4_000),
  /** Statements that are sent at one time; one more is answered 503. */
  MOST_STATEMENTS: integerSetting(1, 1_000).default(8),

  /** How old what is known of a key, its app and its merchant may be. */
  KEYS_FRESH_MS: millisecondsSetting(0, 5_000).default(5_000),
  /** How old what is known of an app's methods and accounts may be. */
  PLANS_FRESH_MS: millisecondsSetting(0, 5_000).default(5_000),
  /** Wrong keys that one address may present at once, and how many more each second. */
  FAILED_KEYS_BURST: integerSetting(1, 100_000).default(100),
  FAILED_KEYS_PER_SECOND: integerSetting(1, 10_000).default(5),
  /** For one payment: how often `sync=true` asks the channel at most. */
  SYNC_EVERY_MS: millisecondsSetting(100, 600_000).default(5_000),

  /** Payments that wait to be stored; one more is answered 503. */
  MOST_WAITING_PAYMENTS: integerSetting(1, 100_000).default(2_000),
  /** Payments that are stored by one transaction, and transactions at one time. */
  PAYMENTS_IN_BATCH: integerSetting(1, 500).default(32),
  BATCHES_AT_ONCE: integerSetting(1, 100).default(4),
  /** Notifications per account and minute that are kept although they could not be verified. */
  REFUSED_NOTIFICATIONS_PER_MINUTE: integerSetting(0, 10_000).default(10),
});

export type IngressSettings = z.output<typeof ingressSettings>;
