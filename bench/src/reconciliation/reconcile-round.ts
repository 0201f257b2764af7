import os from "node:os";
import { watchCpu } from "../measuring/cpu-by-process.ts";
import { type DatabaseWork, watchDatabase } from "../measuring/database-work.ts";
import { listeningProcess } from "../measuring/listening-process.ts";
import { watchPeak } from "../measuring/watch-peak.ts";
import { holdToPlanted } from "./hold-to-planted.ts";
import { clearRuns, followRun, keepBills, type RunTimes, startLoading } from "./planted-run.ts";
import type { RunStage } from "./run-stage.ts";
import type { WrittenBills } from "./write-bills.ts";

/** One reconciliation, from the moment at which its worker begins to load the bill until all of the day is matched. */
export interface ReconcileRound extends RunTimes {
  /** Of the worker: looked at every 100 ms, and as the kernel says of all its life. */
  readonly peakRssMb: number;
  readonly peakRssOfLifeMb: number;
  /** Of the machine, when it began. */
  readonly loadAverage: number;
  readonly cpuMicrosecondsPerLine: Readonly<Record<string, number>>;
  readonly databasePerLine: DatabaseWork;
}

export interface RunToMeasure {
  readonly lines: number;
  readonly bills: WrittenBills;
}

const stopWithinMs = 30_000;

/** Has a run go through a day whose bills are kept already, and holds what it found to what was planted. */
export async function runReconciliation(
  stage: RunStage,
  { lines, bills }: RunToMeasure,
): Promise<ReconcileRound> {
  await clearRuns(stage);
  const kept = await keepBills(stage, bills);
  const { process: worker } = await stage.addWorker();
  try {
    const [loadAverage = 0] = os.loadavg();
    const database = await watchDatabase(stage.ground.servers);
    const cpu = watchCpu(pidsOf(stage, worker.pid), "the rest");
    const peak = watchPeak(worker.pid);
    const runId = await startLoading(stage, kept);
    const times = await followRun(stage, runId);
    const cpuMicrosecondsPerLine = microseconds(cpu(lines));
    const { sampledMb, ofLifeMb } = peak();
    await holdToPlanted(stage, { runId, lines });
    const memory = { peakRssMb: sampledMb, peakRssOfLifeMb: ofLifeMb };
    const databasePerLine = await database(lines);
    const round = { ...times, ...memory, loadAverage, cpuMicrosecondsPerLine, databasePerLine };
    stage.ground.report(inWords(lines, round));
    return round;
  } finally {
    await worker.stop(stopWithinMs);
  }
}

function pidsOf({ ground }: RunStage, worker: number): Readonly<Record<string, number>> {
  const database = listeningProcess(Number(new URL(ground.servers.databaseUrl).port));
  return { "reconcile-worker": worker, ...(database === null ? {} : { database }), bench: process.pid };
}

function microseconds(ms: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(ms).map(([name, one]) => [name, Math.round(one * 1_000)]));
}

function inWords(lines: number, round: ReconcileRound): string {
  const { seconds, loadingSeconds, matchingSeconds, peakRssMb, cpuMicrosecondsPerLine: cpu } = round;
  const costs = Object.entries(cpu).map(([name, each]) => `${name} ${each}`);
  return (
    `${lines} lines: ${seconds.toFixed(1)} s (loading ${loadingSeconds.toFixed(1)}, matching ` +
    `${matchingSeconds.toFixed(1)}), ${peakRssMb} MiB; µs a line: ${costs.join(", ")}`
  );
}
