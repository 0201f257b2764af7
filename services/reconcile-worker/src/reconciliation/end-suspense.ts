import {
  type Connection,
  endSuspense,
  findByOutNos,
  insertRunDiscrepancies,
  type RunRow,
  type SuspenseRow,
  takeOpenSuspense,
  wakeRun,
} from "@compose-pay/database";
import { findElsewhere } from "./find-elsewhere.ts";
import { runDiscrepancy } from "./run-discrepancy.ts";
import { isSuspenseOver } from "./suspense-window.ts";

/** Suspended entries that one run takes up at the most; the rest is for the next. */
const mostAtATime = 1_000;

/**
 * Ends what is suspended and has found its line by now; what is in none of the bills that may have it, once all of these
 * are matched, is missing there, as a discrepancy of its own day. For one transaction.
 *
 * @param run that was matched just now
 */
export async function endOldSuspense(
  transaction: Connection,
  run: Pick<RunRow, "id" | "channelAccountId" | "traceId">,
  at: Date,
): Promise<void> {
  const rows = await takeOpenSuspense(transaction, { ...run, limit: mostAtATime });
  for (const [day, ofDay] of Map.groupBy(rows, (row) => row.day)) {
    await endDay(transaction, run, { day, rows: ofDay, at });
  }
}

async function endDay(
  transaction: Connection,
  run: Pick<RunRow, "id" | "channelAccountId" | "traceId">,
  { day, rows, at }: { readonly day: string; readonly rows: readonly SuspenseRow[]; readonly at: Date },
): Promise<void> {
  const { channelAccountId } = run;
  const outNos = rows.map(({ outNo }) => outNo);
  const records = await findByOutNos(transaction, channelAccountId, outNos);
  const lines = await findElsewhere(transaction, { channelAccountId, day, records });
  const found = rows.filter(({ outNo }) => lines.has(outNo));
  await endSuspense(transaction, found, { state: "resolved", resolvedByRunId: run.id, endedAt: at });
  const lost = rows.filter(({ outNo }) => !lines.has(outNo));
  const ended = [...found];
  if (lost.length > 0 && (await isSuspenseOver(transaction, { channelAccountId, day }))) {
    const byNumber = new Map(records.map((record) => [record.outNo, record]));
    await insertRunDiscrepancies(
      transaction,
      lost.map(({ runId: id, outNo }) => {
        const sides = { here: byNumber.get(outNo) ?? null, bookedOn: day, there: null };
        const { traceId } = run;
        return runDiscrepancy({ id, channelAccountId, day, traceId }, "missing_there", { sides, at });
      }),
    );
    await endSuspense(transaction, lost, { state: "expired", resolvedByRunId: null, endedAt: at });
    ended.push(...lost);
  }
  for (const runId of new Set(ended.map((row) => row.runId))) await wakeRun(transaction, runId, at);
}
