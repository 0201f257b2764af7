import { archiveSettings } from "@compose-pay/archive";
import { addressRanges } from "@compose-pay/http";
import { cidrsSetting, integerSetting, millisecondsSetting, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";

/** What this service reads from the environment. */
export const consoleSettings = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  AMQP_URL: sharedSettings.AMQP_URL,
  REDIS_URL: sharedSettings.REDIS_URL,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
  PORT: sharedSettings.PORT,
  ADMIN_PORT: sharedSettings.ADMIN_PORT,
  LOG_LEVEL: sharedSettings.LOG_LEVEL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
  SHUTDOWN_DEADLINE_MS: sharedSettings.SHUTDOWN_DEADLINE_MS,
  APPROVAL_FROM_FEN: sharedSettings.APPROVAL_FROM_FEN,
  WEBHOOK_ALLOWED_CIDRS: sharedSettings.WEBHOOK_ALLOWED_CIDRS,
  WEBHOOK_ALLOWED_PORTS: sharedSettings.WEBHOOK_ALLOWED_PORTS,
  CHANNEL_ALLOWED_HOSTS: sharedSettings.CHANNEL_ALLOWED_HOSTS,
  DATABASE_POOL_SIZE: integerSetting(1, 200).default(8),
  /** Proxies whose `X-Forwarded-For` is believed: CIDR ranges, separated by commas. */
  TRUSTED_PROXIES: cidrsSetting().transform((cidrs) => addressRanges(cidrs)),
  /** Calls that are worked on at one time, pages that listen included; one more is answered 503. */
  CONSOLE_MOST_CALLS: integerSetting(10, 10_000).default(200),
  /** Longest wait before a call is answered, files aside; the page waits a little longer. */
  CONSOLE_ANSWER_DEADLINE_MS: millisecondsSetting(1_000, 35_000).default(30_000),
  /** A session ends when nobody has done anything for so long. */
  SESSION_IDLE_MS: millisecondsSetting(60_000, 86_400_000).default(1_800_000),
  /** A session ends so long after its sign-in, whatever happens. */
  SESSION_MOST_MS: millisecondsSetting(60_000, 604_800_000).default(43_200_000),
  /** Sign-ins that may fail from one address in ten minutes; one more is not looked at. */
  SIGN_INS_PER_ADDRESS: integerSetting(1, 10_000).default(50),
  ...archiveSettings,
  /** Longest file that can be uploaded, such as a bill; longer ones go by the command line. */
  MOST_UPLOAD_BYTES: integerSetting(1, 8_589_934_592).default(268_435_456),
  /** How often pages that listen hear news, and how often their session, and that of a download, is looked at. */
  LIVE_EVERY_MS: millisecondsSetting(100, 60_000).default(5_000),
  LIVE_SESSION_CHECK_MS: millisecondsSetting(100, 300_000).default(30_000),
  /** Pages that may listen to one process; one more asks again and again instead. */
  LIVE_MOST_LISTENERS: integerSetting(1, 5_000).default(100),
});

export type ConsoleSettings = z.output<typeof consoleSettings>;
