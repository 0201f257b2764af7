import { archiveSettings } from "@compose-pay/archive";
import { integerSetting, millisecondsSetting, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";

/** What this service reads from the environment. */
export const reconcileWorkerSettings = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  AMQP_URL: sharedSettings.AMQP_URL,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
  ADMIN_PORT: sharedSettings.ADMIN_PORT,
  LOG_LEVEL: sharedSettings.LOG_LEVEL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
  SHUTDOWN_DEADLINE_MS: sharedSettings.SHUTDOWN_DEADLINE_MS,
  DATABASE_POOL_SIZE: integerSetting(1, 100).default(5),
  /** How often what is due is looked for. */
  SWEEP_EVERY_MS: millisecondsSetting(100, 60_000).default(1_000),
  /** Rows that one sweep takes at a time. */
  SWEEP_BATCH: integerSetting(1, 2_000).default(500),
  /** How long a message may be under way before its row is due again. */
  SWEEP_LEASE_MS: millisecondsSetting(1_000, 600_000).default(30_000),
  /** Attempts of one channel account that are asked about or ended per second, by each process of this kind. */
  SWEEP_QUERIES_PER_SECOND: integerSetting(1, 10_000).default(200),
  /** Messages beyond this number in a queue are taken for late and not for lost. */
  SWEEP_DEEP_QUEUE: integerSetting(1, 1_000_000).default(1_000),
  ...archiveSettings,
  /** How long a reconciliation whose process is not heard of is left alone before another process goes on with it. */
  RUN_LEASE_MS: millisecondsSetting(5_000, 600_000).default(60_000),
  /** From this hour of the next day on, in China, operators are told of a bill that is not there. */
  BILL_LATE_HOUR: integerSetting(9, 23).default(15),
});

export type ReconcileWorkerSettings = z.output<typeof reconcileWorkerSettings>;
