import { z } from "zod";
import { channelNames } from "./channel-name.ts";

const operations = [
  "create",
  "query",
  "close",
  "refund",
  "refund_query",
  "certificates",
  "bill",
  "bill_download",
] as const;

/**
 * What a call does, whatever the channel names it. An Alipay cancel is a `close`. A fault on `bill` hits the
 * download of the file, too; one on `bill_download` hits nothing else.
 */
export type Operation = (typeof operations)[number];

const faultKinds = [
  "delay",
  "hang",
  "reset_before",
  "reset_after",
  "error_500",
  "error_500_after",
  "rate_limited",
  "bad_signature",
  "signtest",
  "unknown_serial",
  "truncated",
  "not_json",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault in force: which calls it hits, how likely, how many more times. */
export const faultSchema = z.strictObject({
  channel: z.enum(channelNames),
  operation: z.enum([...operations, "*"]),
  fault: z.enum(faultKinds),
  probability: z.number().min(0).max(1).default(1),
  /** How many more calls it hits; absent = until it is taken back. */
  times: z.int().min(1).max(1_000_000).optional(),
  /** How long the call is held up before anything else happens, in milliseconds. */
  delay_ms: z.int().min(0).max(600_000).optional(),
});

export type Fault = z.infer<typeof faultSchema>;
