import {
  type Connection,
  expireSuspense,
  findByOutNos,
  findUnmatchedDays,
  insertRunDiscrepancies,
  type RunRow,
  type SuspenseRow,
  takeOldSuspense,
  wakeRun,
} from "@compose-pay/database";
import { suspenseDays } from "@compose-pay/domain";
import { dayAfter } from "./days.ts";
import { runDiscrepancy } from "./run-discrepancy.ts";

/** Suspended entries that one run takes up: the rest is for the next. */
const mostAtATime = 1_000;

/**
 * What was suspended and is in none of the next three days' bills is missing there, as a discrepancy of its own day. Only
 * once all of those days are matched: a bill that is late may still have it. For one transaction.
 */
export async function expireOldSuspense(
  transaction: Connection,
  run: Pick<RunRow, "channelAccountId" | "day" | "traceId">,
  at: Date,
): Promise<void> {
  const { channelAccountId } = run;
  const between = {
    channelAccountId,
    fromDay: dayAfter(run.day, 1 - suspenseDays),
    toDay: dayAfter(run.day, -1),
  };
  if ((await findUnmatchedDays(transaction, between)).length > 0) return;
  const old = { channelAccountId, upToDay: dayAfter(run.day, -suspenseDays), limit: mostAtATime };
  const rows = await takeOldSuspense(transaction, old);
  const outNos = rows.map(({ outNo }) => outNo);
  const records = await findByOutNos(transaction, channelAccountId, outNos);
  const byNumber = new Map(records.map((record) => [record.outNo, record]));
  await insertRunDiscrepancies(
    transaction,
    rows.map((row) => {
      const sides = { here: byNumber.get(row.outNo) ?? null, bookedOn: row.day, there: null };
      return runDiscrepancy(findingRun(row, run.traceId), "missing_there", { sides, at });
    }),
  );
  await expireSuspense(transaction, { channelAccountId, outNos, at });
  for (const runId of new Set(rows.map((row) => row.runId))) await wakeRun(transaction, runId, at);
}

function findingRun({ runId: id, channelAccountId, day }: SuspenseRow, traceId: string) {
  return { id, channelAccountId, day, traceId };
}
