import { archiveSettings } from "@compose-pay/archive";
import { integerSetting, millisecondsSetting, sharedSettings, urlSetting } from "@compose-pay/runtime";
import { z } from "zod";

const addresses = z.string().regex(/^[^@\s,]+@[^@\s,]+(\s*,\s*[^@\s,]+@[^@\s,]+)*$/, {
  error: "must be e-mail addresses, separated by commas",
});

const plainSettings = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  AMQP_URL: sharedSettings.AMQP_URL,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
  ADMIN_PORT: sharedSettings.ADMIN_PORT,
  LOG_LEVEL: sharedSettings.LOG_LEVEL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
  SHUTDOWN_DEADLINE_MS: sharedSettings.SHUTDOWN_DEADLINE_MS,
  APPROVAL_FROM_FEN: sharedSettings.APPROVAL_FROM_FEN,
  DATABASE_POOL_SIZE: integerSetting(1, 100).default(10),
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
  /** Jobs that this process runs at one time. */
  JOB_CONCURRENCY: integerSetting(1, 50).default(2),
  /** How often jobs are looked for whose time has come. */
  JOB_LOOK_EVERY_MS: millisecondsSetting(100, 60_000).default(1_000),
  /** After this a job whose process was not heard of is taken over by another. */
  JOB_LEASE_MS: millisecondsSetting(5_000, 600_000).default(30_000),
  /** How often a process that runs a job says so; less than half the lease. */
  JOB_RENEW_EVERY_MS: millisecondsSetting(500, 300_000).default(10_000),
  /** Whom alarms are posted to, as JSON. */
  ALARM_WEBHOOK_URL: urlSetting("http", "https").optional(),
  /** Who gets alarms by e-mail; the three belong together. */
  ALARM_EMAIL_TO: addresses.optional(),
  ALARM_EMAIL_FROM: addresses.optional(),
  SMTP_URL: urlSetting("smtp", "smtps").optional(),
  /** For one alarm by one way. */
  ALARM_TIMEOUT_MS: millisecondsSetting(500, 60_000).default(10_000),
  /** How long calls to channels, processed notifications, changes of state and attempts of deliveries are kept. */
  JOURNAL_RETENTION_DAYS: integerSetting(31, 3_650).default(400),
  /** Events and their deliveries, once all of them have ended. A replay goes 30 days back. */
  EVENT_RETENTION_DAYS: integerSetting(31, 3_650).default(400),
  /** The lines of bills; the bill and its run stay. */
  BILL_LINE_RETENTION_DAYS: integerSetting(31, 3_650).default(400),
  JOB_RUN_RETENTION_DAYS: integerSetting(7, 3_650).default(90),
});

/** What this service reads from the environment. */
export const reconcileWorkerSettings = plainSettings.superRefine((given, context) => {
  const fault = (variable: string, message: string) =>
    context.addIssue({ code: "custom", path: [variable], message });
  if (given.JOB_RENEW_EVERY_MS * 2 >= given.JOB_LEASE_MS) {
    fault("JOB_RENEW_EVERY_MS", "must be less than half of JOB_LEASE_MS");
  }
  const mail = ["ALARM_EMAIL_TO", "ALARM_EMAIL_FROM", "SMTP_URL"] as const;
  const missing = mail.filter((variable) => given[variable] === undefined);
  if (missing.length === mail.length) return;
  for (const variable of missing) fault(variable, `belongs together with ${mail.join(", ")}`);
});

export type ReconcileWorkerSettings = z.output<typeof reconcileWorkerSettings>;
