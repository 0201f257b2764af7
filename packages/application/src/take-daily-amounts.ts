import { type Connection, takeDailyAmount } from "@compose-pay/database";
import type { NewAttempt } from "./new-attempt.ts";

/**
 * Takes each attempt's part of its day's amount, in the order given, for those whose contract bounds it; the
 * others cost no statement. The rows are locked in one order everywhere.
 *
 * @returns those that are within their day's amount
 */
export async function takeDailyAmounts<Attempt extends Pick<NewAttempt, "daily">>(
  transaction: Connection,
  attempts: readonly Attempt[],
): Promise<readonly Attempt[]> {
  const bounded = attempts.filter(({ daily }) => daily !== null);
  if (bounded.length === 0) return attempts;
  const exceeding = new Set<Attempt>();
  const byDay = Map.groupBy(bounded, dayKeyOf);
  for (const [, takers] of [...byDay].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    for (const taker of await thoseBeyond(transaction, takers)) exceeding.add(taker);
  }
  return attempts.filter((attempt) => !exceeding.has(attempt));
}

/** All together if they fit, which one statement says; otherwise as many as fit, one by one. */
async function thoseBeyond<Attempt extends Pick<NewAttempt, "daily">>(
  transaction: Connection,
  takers: readonly Attempt[],
): Promise<readonly Attempt[]> {
  const takings = takers.flatMap((taker) => (taker.daily === null ? [] : [{ taker, ...taker.daily }]));
  const [first] = takings;
  if (first === undefined) return [];
  const amount = takings.reduce((sum, { share }) => sum + share.amount, 0);
  const bound = Math.min(...takings.map((taking) => taking.bound));
  if (await takeDailyAmount(transaction, { ...first.share, amount }, bound)) return [];
  if (takings.length === 1) return takers;
  const beyond: Attempt[] = [];
  for (const taking of takings) {
    if (!(await takeDailyAmount(transaction, taking.share, taking.bound))) beyond.push(taking.taker);
  }
  return beyond;
}

function dayKeyOf({ daily }: Pick<NewAttempt, "daily">): string {
  return daily === null ? "" : `${daily.share.appId} ${daily.share.method} ${daily.share.day}`;
}
