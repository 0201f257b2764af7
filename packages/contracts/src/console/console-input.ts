import { z } from "zod";
import { pageLimit } from "../api/page-query.ts";
import { text } from "../api/text.ts";

/** Pieces of which the inputs of the console's routes are made; the limits are those of the tables. */

/** @param prefix the one that ids of this kind begin with, such as `pay` */
export function idOf(prefix: string): z.ZodType<string> {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{1,28}$`), `must be an id that begins with ${prefix}_`);
}

/** One line for people, in characters. */
export function lineOf(longest: number): z.ZodType<string> {
  return z
    .string()
    .trim()
    .pipe(text({ min: 1, max: longest, isPlain: true }));
}

/** Why somebody does what cannot be undone. */
export const reason = lineOf(255);

/** A whole number in a query string. */
export function queryIntegerOf(least: number, most: number): z.ZodType<number> {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, rule)
    .transform(Number)
    .refine((value) => value >= least && value <= most, rule);
}

const writtenMoment = z.iso
  .datetime({ error: "must be a time such as 2026-01-31T08:00:00Z" })
  .transform((written) => new Date(written));

/** A moment in a query string: RFC 3339 in UTC. */
export const queryMoment: z.ZodType<Date> = writtenMoment;

/** What was shown, given back: until when the secret before the last rotation signs, null when none does. */
export const shownPreviousUntil: z.ZodType<Date | null, string | null> = writtenMoment.nullable();

/** A day of China that there is. */
export const day: z.ZodType<string> = z.iso.date("must be a day such as 2026-01-31");

/** Yes or no in a query string. */
export const querySwitch = z
  .enum(["true", "false"], "must be true or false")
  .transform((written) => written === "true");

/** What names begin with, as they are written: an index answers that, and no more. Rows come by name then. */
export function nameSearch(longest: number) {
  return lineOf(longest).optional();
}

/** The inputs of every list. */
export const page = {
  /** Most rows of one page. */
  limit: queryIntegerOf(pageLimit.min, pageLimit.max).default(pageLimit.default),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,128}$/, "must be `next` of the page before")
    .optional(),
};

/** What can be changed names what was seen of it; the version changes with what can be changed, and with nothing else. */
export interface Versioned {
  readonly version: string;
}

/** `version` of what a change was made up from: it is refused with `conflict` when somebody has changed that meanwhile. */
export const seenVersion = z.string().regex(/^[0-9a-f]{32}$/, "must be `version` of what was seen");

/** The path of the fault that says so. */
export const seenVersionPath = "expected_version";

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** What brings the next page when it is given as `after`; null on the last one. */
  readonly next: string | null;
}
