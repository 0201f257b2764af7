import { channelNames } from "@compose-pay/domain";
import { lanes } from "@compose-pay/messaging";
import { integerSetting, millisecondsSetting, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";

/** What this service reads from the environment. */
export const channelWorkerSettings = z.object({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  AMQP_URL: sharedSettings.AMQP_URL,
  REDIS_URL: sharedSettings.REDIS_URL,
  PUBLIC_URL: sharedSettings.PUBLIC_URL,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
  ADMIN_PORT: sharedSettings.ADMIN_PORT,
  LOG_LEVEL: sharedSettings.LOG_LEVEL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
  SHUTDOWN_DEADLINE_MS: sharedSettings.SHUTDOWN_DEADLINE_MS,
  DATABASE_POOL_SIZE: integerSetting(1, 200).default(16),
  /** Which channels and lanes this process takes work for: all of them, unless it is told. */
  CHANNELS: listSetting(channelNames),
  LANES: listSetting(lanes),
  /** Messages that are worked on at one time, per channel, in each lane. One account may take half of them. */
  PREFETCH_INTERACTIVE: integerSetting(1, 1_000).default(128),
  PREFETCH_BACKGROUND: integerSetting(1, 1_000).default(64),
  PREFETCH_NOTIFICATIONS: integerSetting(1, 1_000).default(64),
  /** For one operation at a channel as a whole. */
  CHANNEL_DEADLINE_MS: millisecondsSetting(500, 30_000).default(8_000),
  /** Calls in flight per account and class of operation. */
  CHANNEL_MOST_IN_FLIGHT: integerSetting(1, 1_000).default(64),
  /** Share of faults, in percent, that opens a circuit, once there were enough calls in the window. */
  CIRCUIT_FAULT_PERCENTAGE: integerSetting(1, 100).default(50),
  CIRCUIT_LEAST_CALLS: integerSetting(1, 10_000).default(20),
  CIRCUIT_WINDOW_MS: millisecondsSetting(1_000, 600_000).default(10_000),
  /** How long an open circuit waits before it tries one call. */
  CIRCUIT_OPEN_MS: millisecondsSetting(500, 600_000).default(10_000),
});

export type ChannelWorkerSettings = z.output<typeof channelWorkerSettings>;

/** Some of these words, separated by commas; all of them when left out. */
function listSetting<Word extends string>(words: readonly [Word, ...Word[]] | readonly Word[]) {
  const word = z.enum([...words]);
  return z
    .string()
    .default(words.join(","))
    .transform((list) => list.split(",").map((one) => one.trim()))
    .pipe(z.array(word).min(1));
}
