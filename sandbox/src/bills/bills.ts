import { createHash } from "node:crypto";
import type { ChannelName } from "../core/channel-name.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import type { Refunds } from "../core/refunds.ts";
import type { BillDay } from "./bill-day.ts";
import type { BillFile, BillFiles } from "./bill-files.ts";
import type { BillKnobs } from "./bill-knobs.ts";
import type { BillLine } from "./bill-line.ts";
import type { BillSpoil } from "./bill-spoil.ts";
import type { BillEdit } from "./edits.ts";
import { editLines } from "./edits.ts";
import type { Fill } from "./fill.ts";
import { fillLines, isFillNumber } from "./fill.ts";
import { openFirstMakings } from "./first-makings.ts";
import type { Ledger } from "./ledger.ts";

export type BillKey = { readonly channel: ChannelName; readonly account: string; readonly day: BillDay };

/** What is known to whoever prints a bill. */
export type BillContext = {
  readonly day: BillDay;
  /** When it was made, by the sandbox's clock. */
  readonly madeAt: number;
  readonly feeRateBps: number;
  readonly spoil: BillSpoil | null;
};

/** A kind of bill, and how its channel prints it. */
export type BillForm = {
  /** Tells the kinds of one channel apart. */
  readonly name: string;
  readonly isGzipped: boolean;
  includes(line: BillLine): boolean;
  write(lines: Iterable<BillLine>, context: BillContext): Iterable<Buffer> | AsyncIterable<Buffer>;
};

/**
 * The bills of both channels. A day's bill tells how things stood when it was first asked for, however
 * often it is asked for after that; a tester who moves the clock back before that moment undoes it.
 */
export type Bills = {
  /** Null when nothing happened that the bill would hold. The day's bill is there (`billStateOf`). */
  file(key: BillKey, form: BillForm): Promise<BillFile | null>;
  readonly knobs: BillKnobs;
};

export type BillParts = {
  readonly clock: Clock;
  readonly documents: Documents;
  readonly ledger: Ledger;
  readonly files: BillFiles;
  readonly refunds: Refunds;
  readonly knobs: BillKnobs;
  /** Whose bill gets the lines that a tester adds without an account. */
  readonly demoAccounts: Readonly<Record<ChannelName, string>>;
};

export function createBills(parts: BillParts): Bills {
  const { clock, documents, files, refunds, knobs } = parts;
  const makings = openFirstMakings(documents, clock);
  return {
    knobs,
    async file(key, form) {
      refunds.pump();
      const madeAt = makings.find(key) ?? clock.now();
      const changes = changesOf(knobs, key);
      const context: BillContext = { day: key.day, madeAt, ...changes };
      const lines = () => included(linesOf(parts, key, { ...changes, madeAt }), form);
      if (lines().next().done === true) return null;
      makings.keep(key, madeAt);
      const version = JSON.stringify([key, form.name, madeAt, changes]);
      return files.get(createHash("sha256").update(version).digest("hex"), {
        isGzipped: form.isGzipped,
        chunks: () => form.write(lines(), context),
      });
    },
  };
}

/** What a tester did to a bill. With the moment of its making it is the bill's version. */
type Changes = {
  readonly feeRateBps: number;
  readonly spoil: BillSpoil | null;
  readonly edits: readonly BillEdit[];
  readonly fill: Fill | null;
};

function changesOf(knobs: BillKnobs, { channel, account, day }: BillKey): Changes {
  const channelDay = { channel, day: day.text };
  return {
    feeRateBps: knobs.feeRateBps.get({ channel, account }),
    spoil: knobs.spoil.get(channelDay),
    edits: knobs.edits.get(channelDay),
    fill: knobs.fill.get({ ...channelDay, account }),
  };
}

function linesOf(
  { ledger, demoAccounts }: BillParts,
  key: BillKey,
  version: Changes & { readonly madeAt: number },
): Iterable<BillLine> {
  const { edits, feeRateBps, fill } = version;
  const booked = ledger.lines({ ...key, ...version });
  const all = fill === null ? booked : withFill(booked, fillLines(key, fill, feeRateBps));
  return editLines(all, { key, edits, feeRateBps, demoAccount: demoAccounts[key.channel] });
}

/** A filled payment that somebody asked about is in the books as well. */
function* withFill(booked: Iterable<BillLine>, filled: Iterable<BillLine>): Generator<BillLine> {
  for (const line of booked) if (line.refund !== null || !isFillNumber(line.order.outTradeNo)) yield line;
  yield* filled;
}

function* included(lines: Iterable<BillLine>, form: BillForm): Generator<BillLine> {
  for (const line of lines) if (form.includes(line)) yield line;
}
