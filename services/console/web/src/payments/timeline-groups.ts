import type { TimelineEntry } from "@compose-pay/contracts";

/** What a stretch of the timeline is about. */
export type GroupAbout =
  | { readonly kind: "order" }
  /** The attempts of a payment are numbered from 1 in the order in which they were made. */
  | { readonly kind: "attempt"; readonly id: string; readonly number: number }
  | { readonly kind: "refund"; readonly id: string }
  /** Events and webhooks. */
  | { readonly kind: "merchant" };

/** Entries that follow one another and are about the same. */
export interface TimelineGroup {
  readonly about: GroupAbout;
  /** There was an earlier group about the same. */
  readonly isContinued: boolean;
  readonly steps: readonly TimelineStep[];
}

/** One entry, or calls in a row that came to the same. */
export type TimelineStep = readonly [TimelineEntry, ...TimelineEntry[]];

/** So many calls in a row that say the same become one step. */
const fewestFolded = 3;

/**
 * Parts a timeline into stretches, in the order of time. What is about the payment itself, such as its state, belongs to what
 * has caused it: it stays with the attempt or the refund before it, and never with what was told to the merchant.
 *
 * @param hidden so many of the first entries are left out; the numbers of attempts stay
 */
export function timelineGroups(entries: readonly TimelineEntry[], hidden = 0): readonly TimelineGroup[] {
  const aboutOf = aboutIn(entries);
  const groups: { about: GroupAbout; isContinued: boolean; entries: TimelineEntry[] }[] = [];
  const seen = new Set<string>();
  let cause: GroupAbout = { kind: "order" };
  for (const [index, entry] of entries.entries()) {
    const about: GroupAbout = aboutOf(entry) ?? cause;
    if (about.kind !== "merchant") cause = about;
    const last = groups.at(-1);
    if (last !== undefined && keyOf(last.about) === keyOf(about)) last.entries.push(entry);
    else if (index >= hidden) groups.push({ about, isContinued: seen.has(keyOf(about)), entries: [entry] });
    seen.add(keyOf(about));
  }
  return groups.map(({ entries: all, ...group }) => ({ ...group, steps: stepsOf(all) }));
}

/** @returns null for what is about the payment itself */
function aboutIn(entries: readonly TimelineEntry[]): (entry: TimelineEntry) => GroupAbout | null {
  const subjectsOf = (wanted: TimelineEntry["kind"]) =>
    entries.filter(({ kind }) => kind === wanted).map(({ subject }) => subject);
  const numbers = new Map(subjectsOf("attempt").map((subject, index) => [subject, index + 1]));
  const refunds = new Set(subjectsOf("refund"));
  return ({ kind, subject }) => {
    if (kind === "event" || kind === "delivery") return { kind: "merchant" };
    if (kind === "request") return { kind: "order" };
    const number = numbers.get(subject);
    if (number !== undefined) return { kind: "attempt", id: subject, number };
    return refunds.has(subject) ? { kind: "refund", id: subject } : null;
  };
}

function keyOf(about: GroupAbout): string {
  return "id" in about ? `${about.kind} ${about.id}` : about.kind;
}

function stepsOf(entries: readonly TimelineEntry[]): readonly TimelineStep[] {
  const runs: [TimelineEntry, ...TimelineEntry[]][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last !== undefined && saysTheSame(last[0], entry)) last.push(entry);
    else runs.push([entry]);
  }
  return runs.flatMap((run): readonly TimelineStep[] =>
    run.length < fewestFolded ? run.map((entry) => [entry] as const) : [run],
  );
}

const told = ["operation", "outcome", "detail", "http_status", "channel_code", "account_id"];

function saysTheSame(one: TimelineEntry, other: TimelineEntry): boolean {
  if (one.kind !== "call" || other.kind !== "call") return false;
  return told.every((name) => one.details[name] === other.details[name]);
}
