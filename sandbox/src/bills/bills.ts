import { createHash } from "node:crypto";
import type { ChannelName } from "../core/channel-name.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import type { Refunds } from "../core/refunds.ts";
import type { BillDay } from "./bill-day.ts";
import type { BillFile, BillFiles } from "./bill-files.ts";
import type { BillLine } from "./bill-line.ts";
import type { BillSpoil } from "./bill-spoil.ts";
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
};

export type BillParts = {
  readonly clock: Clock;
  readonly documents: Documents;
  readonly ledger: Ledger;
  readonly files: BillFiles;
  readonly refunds: Refunds;
};

const defaultFeeRateBps = 60;

export function createBills({ clock, documents, ledger, files, refunds }: BillParts): Bills {
  const makings = openFirstMakings(documents, clock);
  return {
    async file(key, form) {
      refunds.pump();
      const madeAt = makings.find(key) ?? clock.now();
      const context: BillContext = { day: key.day, madeAt, feeRateBps: defaultFeeRateBps, spoil: null };
      const lines = () => included(ledger.lines({ ...key, madeAt, feeRateBps: context.feeRateBps }), form);
      if (lines().next().done === true) return null;
      makings.keep(key, madeAt);
      const version = JSON.stringify([key, form.name, context]);
      return files.get(createHash("sha256").update(version).digest("hex"), {
        isGzipped: form.isGzipped,
        chunks: () => form.write(lines(), context),
      });
    },
  };
}

function* included(lines: Iterable<BillLine>, form: BillForm): Generator<BillLine> {
  for (const line of lines) if (form.includes(line)) yield line;
}
