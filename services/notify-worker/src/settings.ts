import { integerSetting, millisecondsSetting, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";

/** What this service reads from the environment. */
export const notifyWorkerSettings = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  AMQP_URL: sharedSettings.AMQP_URL,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
  ADMIN_PORT: sharedSettings.ADMIN_PORT,
  LOG_LEVEL: sharedSettings.LOG_LEVEL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
  SHUTDOWN_DEADLINE_MS: sharedSettings.SHUTDOWN_DEADLINE_MS,
  DATABASE_POOL_SIZE: integerSetting(1, 200).default(16),
  /** Messages of new events at one time: of so many events, times `mostEventsInMessage`, the ids wait at the most. */
  EVENT_PREFETCH: integerSetting(1, 1_000).default(64),
  /** POSTs to merchants that are under way at one time, and to one endpoint or one origin of an app. */
  DELIVERY_CONCURRENCY: integerSetting(1, 10_000).default(1_024),
  DELIVERY_CONCURRENCY_PER_ENDPOINT: integerSetting(1, 1_000).default(32),
  /** How often due deliveries are looked for. */
  DELIVERY_POLL_MS: millisecondsSetting(10, 60_000).default(200),
  WEBHOOK_ALLOWED_CIDRS: sharedSettings.WEBHOOK_ALLOWED_CIDRS,
  WEBHOOK_ALLOWED_PORTS: sharedSettings.WEBHOOK_ALLOWED_PORTS,
  WEBHOOK_CONNECT_TIMEOUT_MS: millisecondsSetting(100, 10_000).default(3_000),
  /** From the begin of a POST until its answer is read. */
  WEBHOOK_TOTAL_TIMEOUT_MS: millisecondsSetting(1_000, 30_000).default(10_000),
  /** How long a worker has a delivery before others may; its bounds leave room for the longest attempt. */
  DELIVERY_HOLD_MS: millisecondsSetting(45_000, 600_000).default(60_000),
});

export type NotifyWorkerSettings = z.output<typeof notifyWorkerSettings>;
