import { z } from "zod";
import { parseMasterKey } from "./master-key.ts";
import { cidrsSetting, hostsSetting, portRangesSetting } from "./network-settings.ts";

/** A URL of one of these protocols. */
export function urlSetting(...protocols: readonly string[]) {
  const named = protocols.map((protocol) => `${protocol}://`).join(" or ");
  return z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)), {
      error: `must be a URL that begins with ${named}`,
    });
}

/** A whole number between two bounds, both included. */
export function integerSetting(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
}

/** A TCP port; 0 lets the system choose one. */
export function portSetting() {
  return integerSetting(0, 65_535);
}

/** A span of time in milliseconds. */
export function millisecondsSetting(least: number, most: number) {
  return integerSetting(least, most);
}

const masterKey = z.string().transform((text, context) => {
  const key = parseMasterKey(text);
  if (key !== null) return key;
  context.addIssue({ code: "custom", message: "must be 32 bytes in base64 (openssl rand -base64 32)" });
  return z.NEVER;
});

/** What more than one service reads, by the name of its variable. A service picks what it needs from it. */
export const sharedSettings = {
  DATABASE_URL: urlSetting("mysql"),
  AMQP_URL: urlSetting("amqp", "amqps"),
  REDIS_URL: urlSetting("redis", "rediss"),
  /** Where merchants and channels reach ingress; without a slash at its end. */
  PUBLIC_URL: urlSetting("http", "https").transform((url) => url.replace(/\/+$/, "")),
  /** Seals what is secret in the database. */
  MASTER_KEY: masterKey,
  /** Keys of before, separated by commas, that still open what was sealed with them. */
  MASTER_KEY_PREVIOUS: z
    .string()
    .default("")
    .transform((list) => list.split(",").filter((one) => one.trim() !== ""))
    .pipe(z.array(masterKey).max(10)),
  PORT: portSetting(),
  ADMIN_PORT: portSetting(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be one of trace, debug, info, warn, error, fatal, silent",
    })
    .default("info"),
  /** Before the name of every queue, so that several stacks can share one broker. */
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, {
      error: "must be at most 40 of a-z 0-9 . _ - and begin with a letter or digit",
    })
    .or(z.literal(""))
    .default(""),
  /** How long a process that was told to stop may finish what it has begun. */
  SHUTDOWN_DEADLINE_MS: millisecondsSetting(1_000, 600_000).default(20_000),
  /**
   * From this amount on, in fen, a second person must agree to what one has decided on a discrepancy, and to an
   * operator's refund with which those of its payment come to it; 0 is always.
   */
  APPROVAL_FROM_FEN: integerSetting(0, 10_000_000_000).default(100_000),
  /** Ranges that merchants' URLs may name or resolve to although they are not public. */
  WEBHOOK_ALLOWED_CIDRS: cidrsSetting(),
  /** Ports that merchants' URLs may name. */
  WEBHOOK_ALLOWED_PORTS: portRangesSetting("80,443,8080,8443"),
  /** Hosts that channel accounts may point to although no channel has them, such as a sandbox or a proxy. */
  CHANNEL_ALLOWED_HOSTS: hostsSetting(),
};
