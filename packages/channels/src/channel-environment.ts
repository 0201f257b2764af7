import { randomBytes } from "node:crypto";

import { type Clock, systemClock } from "@compose-pay/runtime";

import type { ChannelOperation } from "./channel.ts";
import type { ChannelCertificate } from "./channel-certificate.ts";

/** What a channel gets from the process around it. */
export interface ChannelEnvironment {
  /** Signs and checks time stamps; both protocols allow 5 minutes of difference. */
  readonly clock: Clock;
  /** Random, at most 32 characters. */
  readonly nonce: () => string;
  /** For an operation as a whole, with every call it takes. */
  readonly deadlinesMs: Readonly<Record<ChannelOperation, number>>;
  /** For the file of a bill. That its address is told has a deadline of its own, `deadlinesMs.bill`. */
  readonly billDownload: BillDownloadLimits;
  /** Downloaded earlier; trusted beside those in the account file. */
  readonly certificates: readonly ChannelCertificate[];
  /** At most so many connections to the account's origin. */
  readonly connections: number;
}

export interface BillDownloadLimits {
  /** How long the channel may send nothing. */
  readonly silenceMs: number;
  /** For all of it, with the time that the caller takes to save it. */
  readonly wholeMs: number;
  /** As it comes over the wire. */
  readonly mostBytes: number;
  /** As it is saved, where that is unpacked. */
  readonly mostPlainBytes: number;
}

const bytesPerGib = 1024 ** 3;

export function channelEnvironment(changes: Partial<ChannelEnvironment> = {}): ChannelEnvironment {
  return {
    clock: systemClock,
    nonce: () => randomBytes(16).toString("hex"),
    deadlinesMs: {
      create: 8_000,
      query: 8_000,
      close: 8_000,
      refund: 10_000,
      refund_query: 8_000,
      certificates: 8_000,
      bill: 10_000,
    },
    billDownload: {
      silenceMs: 60_000,
      wholeMs: 1_800_000,
      mostBytes: 2 * bytesPerGib,
      mostPlainBytes: 8 * bytesPerGib,
    },
    certificates: [],
    connections: 64,
    ...changes,
  };
}
