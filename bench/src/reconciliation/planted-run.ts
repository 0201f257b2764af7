import { rmSync } from "node:fs";
import { keepBill } from "@compose-pay/application";
import { openArchive } from "@compose-pay/archive";
import { findRun, insertRun, type RunRow } from "@compose-pay/database";
import type { BillType } from "@compose-pay/domain";
import { newId, systemClock } from "@compose-pay/runtime";
import { plantedDay } from "./planted-day.ts";
import type { RunStage } from "./run-stage.ts";
import type { WrittenBills } from "./write-bills.ts";

/** The bills of a run. */
export type KeptBills = Pick<RunRow, "tradeBillId" | "fundBillId">;

/** What a run leaves behind; our books stay. */
const runTables = ["bills", "bill_lines", "runs", "run_leftovers", "suspense", "discrepancies"] as const;

/** Forgets the runs and bills of before, as new tables and an empty archive. */
export async function clearRuns({ database, archive }: RunStage): Promise<void> {
  for (const table of runTables) await database.pool.query(`TRUNCATE TABLE ${table}`);
  rmSync(archive.folder, { recursive: true, force: true });
}

/** Keeps the day's bills as if the channel had just been asked for them: their lines are still to be loaded. */
export async function keepBills(
  { database, archive, accountId }: RunStage,
  { trade, fundFlow }: WrittenBills,
): Promise<KeptBills> {
  const kept = openArchive(archive.settings);
  const scratchFolder = archive.settings.SCRATCH_DIR;
  const deps = { database, archive: kept, clock: systemClock, scratchFolder };
  const keep = async (type: BillType, file: string) => {
    const origin = { accountId, day: plantedDay, type, source: "channel", traceId: newId("bench") };
    return (await keepBill(deps, origin, file)).bill.id;
  };
  try {
    return { tradeBillId: await keep("trade", trade), fundBillId: await keep("fund_flow", fundFlow) };
  } finally {
    kept.close();
  }
}

/** Begins a run that has its bills and loads them next. @returns the run's id */
export async function startLoading({ database, accountId }: RunStage, bills: KeptBills): Promise<string> {
  const at = systemClock.now();
  const id = newId("run");
  await insertRun(database.connection, {
    ...freshRun,
    ...bills,
    id,
    channelAccountId: accountId,
    traceId: newId("bench"),
    dueAt: at,
    createdAt: at,
  });
  return id;
}

const freshRun = {
  day: plantedDay,
  version: 1,
  state: "loading",
  fault: null,
  cursor: "",
  isLinesDone: false,
  counts: { lines: {}, entries: {} },
  summary: null,
  asked: 1,
  fence: 0,
  trigger: "operator",
  matchedAt: null,
  closedAt: null,
} as const;

/** From the moment at which a worker has taken a run to load its bills until all of its day is matched. */
export interface RunTimes {
  readonly seconds: number;
  readonly loadingSeconds: number;
  readonly matchingSeconds: number;
}

const withinMs = 3_600_000;
const askEveryMs = 50;

export async function followRun(stage: RunStage, runId: string): Promise<RunTimes> {
  const loadingAt = await reached(stage, runId, ({ fence }) => fence > 0);
  const matchingAt = await reached(stage, runId, ({ state }) => state !== "loading");
  const matchedAt = await reached(stage, runId, ({ matchedAt: at }) => at !== null);
  return {
    seconds: (matchedAt - loadingAt) / 1_000,
    loadingSeconds: (matchingAt - loadingAt) / 1_000,
    matchingSeconds: (matchedAt - matchingAt) / 1_000,
  };
}

/** @returns when it was seen, by the clock of `performance.now` */
async function reached(
  { database }: RunStage,
  runId: string,
  isSo: (run: RunRow) => boolean,
): Promise<number> {
  const givenUpAt = performance.now() + withinMs;
  while (performance.now() < givenUpAt) {
    const run = await findRun(database.connection, runId);
    if (run === null) throw new Error("the run is gone");
    if (run.fault !== null) throw new Error(`the run stands still: ${run.fault}`);
    if (isSo(run)) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
  throw new Error(`the run is not matched in ${withinMs} ms`);
}
