import { z } from "zod";
import type { ChannelName } from "../core/channel-name.ts";
import type { Documents } from "../core/documents.ts";
import type { BillSpoil } from "./bill-spoil.ts";
import { billSpoils } from "./bill-spoil.ts";
import type { BillEdit } from "./edits.ts";
import { billEditSchema } from "./edits.ts";
import type { Fill } from "./fill.ts";
import { fillSchema } from "./fill.ts";

/** 0.60 %, what both channels take from most merchants. */
const defaultFeeRateBps = 60;

/** A day of a channel, `yyyy-MM-dd`. */
export type ChannelDay = { readonly channel: ChannelName; readonly day: string };

/** What testers set about bills. All of it survives a restart. */
export type BillKnobs = {
  readonly edits: Knob<ChannelDay, readonly BillEdit[]>;
  /** How the day's files are damaged; null = not at all. */
  readonly spoil: Knob<ChannelDay, BillSpoil | null>;
  /** Lines for load, by account; null = none. */
  readonly fill: Knob<ChannelDay & { readonly account: string }, Fill | null>;
  /** What an account pays for each payment, in basis points. It counts for the bills of all its days. */
  readonly feeRateBps: Knob<{ readonly channel: ChannelName; readonly account: string }, number>;
};

type Knob<Key, Value> = { get(key: Key): Value; set(key: Key, value: Value): void };

export function openBillKnobs(documents: Documents): BillKnobs {
  return {
    edits: knob(documents, { name: "edits", schema: z.array(billEditSchema), otherwise: [] }),
    spoil: knob(documents, { name: "spoil", schema: z.enum(billSpoils).nullable(), otherwise: null }),
    fill: knob(documents, { name: "fill", schema: fillSchema.nullable(), otherwise: null }),
    feeRateBps: knob(documents, { name: "fee-rate", schema: z.int(), otherwise: defaultFeeRateBps }),
  };
}

function knob<Key extends Readonly<Record<string, string>>, Value>(
  documents: Documents,
  { name, schema, otherwise }: { name: string; schema: z.ZodType<Value>; otherwise: Value },
): Knob<Key, Value> {
  const nameOf = ({ channel, day, account }: Readonly<Record<string, string | undefined>>) =>
    ["bills", name, channel, day, account].filter((part) => part !== undefined).join("/");
  return {
    get: (key) => documents.find(nameOf(key), schema) ?? otherwise,
    set: (key, value) => documents.save(nameOf(key), value),
  };
}
