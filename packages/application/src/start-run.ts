import {
  findChannelAccount,
  findNewestRun,
  insertRun,
  isDuplicate,
  hurryRun,
  resumeRun,
  type RunRow,
} from "@compose-pay/database";
import type { Database } from "@compose-pay/database";
import { dayOfChina } from "@compose-pay/domain";
import { type Clock, newId } from "@compose-pay/runtime";

/** `known`: the day has a run, and nobody asked for a further version. */
export type StartedRun =
  | { readonly kind: "started"; readonly run: RunRow }
  | { readonly kind: "known"; readonly run: RunRow }
  | { readonly kind: "unknown_account" }
  | { readonly kind: "day_not_over" }
  /** The newest run has not matched its bill yet: no other begins; one that stood still, or waits for its
   * bill, goes on. */
  | { readonly kind: "under_way"; readonly run: RunRow };

export interface RunToStart {
  readonly accountId: string;
  /** Of China, such as `2026-11-22`. */
  readonly day: string;
  /** A day that is matched already is matched anew, as the next version. */
  readonly isRepeat: boolean;
  readonly trigger: RunRow["trigger"];
  readonly traceId: string;
}

/**
 * Begins the reconciliation of an account's day. However many ask at once, one run begins; reconcile-worker does the work.
 */
export async function startRun(
  deps: { readonly database: Database; readonly clock: Clock },
  wanted: RunToStart,
): Promise<StartedRun> {
  const { connection } = deps.database;
  const { accountId: channelAccountId, day } = wanted;
  const at = deps.clock.now();
  if (day >= dayOfChina(at)) return { kind: "day_not_over" };
  if ((await findChannelAccount(connection, channelAccountId)) === null) return { kind: "unknown_account" };
  const newest = await findNewestRun(connection, { channelAccountId, day });
  if (newest !== null && newest.matchedAt === null) {
    if (newest.fault !== null) await resumeRun(connection, newest.id, at);
    // Whoever asks has a bill by now, or will not wait for the next hour.
    else if (wanted.trigger === "operator") await hurryRun(connection, newest.id, at);
    return { kind: "under_way", run: newest };
  }
  if (newest !== null && !wanted.isRepeat) return { kind: "known", run: newest };
  const run = newRun(wanted, { version: (newest?.version ?? 0) + 1, at });
  try {
    await insertRun(connection, run);
    return { kind: "started", run };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const other = await findNewestRun(connection, { channelAccountId, day });
    if (other === null) throw error;
    return { kind: "under_way", run: other };
  }
}

function newRun(
  { accountId, day, trigger, traceId }: RunToStart,
  { version, at }: Pick<RunRow, "version"> & { at: Date },
): RunRow {
  return {
    id: newId("run", at),
    channelAccountId: accountId,
    day,
    version,
    state: "waiting_for_bill",
    fault: null,
    tradeBillId: null,
    fundBillId: null,
    cursor: "",
    isLinesDone: false,
    counts: { lines: {}, entries: {} },
    summary: null,
    asked: 0,
    dueAt: at,
    fence: 0,
    trigger,
    traceId,
    createdAt: at,
    matchedAt: null,
    closedAt: null,
  };
}
