import type { World } from "./world-model.ts";

/** What must happen in some of the stories, or the model proves less than it seems to. */
export const endings = [
  "payment.succeeded",
  "payment.late_succeeded",
  "payment.closed",
  "payment.failed",
  "payment.duplicate_refunded",
  "refund.succeeded",
  "refund.failed",
  "amount_differs",
  "account_differs",
  "missing_here",
  "ended_before",
  "not_given_back",
  "abnormal for now",
  "abnormal in the end",
  "money returned before the books had it",
  "money returned after the books had it",
  "three attempts",
  "two attempts paid",
] as const;

export function endingsOf({ hub, orders }: World): ReadonlySet<string> {
  const { books } = hub;
  const wasAbnormal = books.changes.some(({ from }) => from === "abnormal");
  const returned = books.attempts.filter(({ moneyReturned }) => moneyReturned);
  const seen: readonly (readonly [string, boolean])[] = [
    ["abnormal for now", wasAbnormal],
    ["abnormal in the end", books.refunds.some(({ state }) => state === "abnormal")],
    ["money returned before the books had it", returned.some(({ state }) => state !== "succeeded")],
    ["money returned after the books had it", returned.some(({ state }) => state === "succeeded")],
    ["three attempts", books.attempts.length === 3],
    ["two attempts paid", orders.filter(({ paid }) => paid !== null).length > 1],
  ];
  return new Set([
    ...books.events.map((event) => event.split(" ")[0] ?? ""),
    ...[...books.discrepancies].map((one) => one.split(" ")[0] ?? ""),
    ...seen.filter(([, holds]) => holds).map(([name]) => name),
  ]);
}
