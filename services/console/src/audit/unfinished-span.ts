import type { UnfinishedSpan } from "@compose-pay/database";

/** Longer than any act may take; the longest is an upload. */
const longestActMs = 11 * 60_000;
/** What was cut off before was looked at, or never will be. */
const lookBackMs = 7 * 86_400_000;

/** When acts were begun that must have ended by now. */
export function unfinishedSpan(now: Date): UnfinishedSpan {
  return { since: new Date(now.getTime() - lookBackMs), before: new Date(now.getTime() - longestActMs) };
}
