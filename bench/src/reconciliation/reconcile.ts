import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import type { Ground } from "../ground/ground.ts";
import { median } from "../measuring/median.ts";
import type { LineOrder } from "./line-order.ts";
import { openRunStage, type RunStage } from "./run-stage.ts";
import { type ReconcileFloors, reconcileFloors } from "./reconcile-floors.ts";
import { type ReconcileRound, runReconciliation } from "./reconcile-round.ts";
import { storeBooks } from "./store-books.ts";
import { writeBills } from "./write-bills.ts";

/** What one day came to. */
export interface ReconcileDay {
  /** Of the bill; our books have as many entries. */
  readonly lines: number;
  readonly order: LineOrder;
  readonly medianSeconds: number;
  readonly peakRssMb: number;
  readonly rounds: readonly ReconcileRound[];
  readonly floors: ReconcileFloors | null;
}

export interface ReconcileResult {
  /** The first with its lines by time is the one that has rounds; the others are run once. */
  readonly days: readonly ReconcileDay[];
}

/**
 * Days of 1 000 planted differences go through a reconcile-worker of their own.
 *
 * @param sizes lines of a bill; the first in rounds, beside its floors and once more in random order; each other once
 */
export async function reconcile(
  ground: Ground,
  { rounds, sizes }: { readonly rounds: number; readonly sizes: readonly number[] },
): Promise<ReconcileResult> {
  const stage = await openRunStage(ground);
  const days: ReconcileDay[] = [];
  try {
    for (const [index, lines] of sizes.entries()) {
      const isFirst = index === 0;
      await prepareBooks(stage, lines);
      days.push(
        await measureDay(stage, {
          lines,
          order: "by time",
          hasFloors: isFirst,
          rounds: isFirst ? rounds : 1,
        }),
      );
      if (isFirst)
        days.push(await measureDay(stage, { lines, order: "random", hasFloors: false, rounds: 1 }));
    }
    return { days };
  } finally {
    await stage.close();
  }
}

interface DayToMeasure {
  readonly lines: number;
  readonly order: LineOrder;
  readonly rounds: number;
  readonly hasFloors: boolean;
}

async function measureDay(
  stage: RunStage,
  { lines, order, rounds, hasFloors }: DayToMeasure,
): Promise<ReconcileDay> {
  const { folder, mchid, ground } = stage;
  const billFolder = path.join(folder, "bills");
  mkdirSync(billFolder, { recursive: true });
  try {
    const bills = await writeBills(billFolder, { lines, order, mchid });
    ground.report(`${lines} lines ${order} are written`);
    const done: ReconcileRound[] = [];
    while (done.length < rounds) done.push(await runReconciliation(stage, { lines, bills }));
    const floors = hasFloors ? await reconcileFloors(stage, { lines, file: bills.trade }) : null;
    const medianSeconds = median(done.map(({ seconds }) => seconds));
    const peakRssMb = Math.max(...done.map((round) => round.peakRssMb));
    return { lines, order, medianSeconds, peakRssMb, rounds: done, floors };
  } finally {
    rmSync(billFolder, { recursive: true, force: true });
  }
}

async function prepareBooks({ ground, accountId }: RunStage, lines: number): Promise<void> {
  const database = await createConnection(ground.servers.databaseUrl);
  try {
    await storeBooks(database, { lines, accountId });
  } finally {
    await database.end();
  }
  ground.report(`books of ${lines} entries are stored`);
}
