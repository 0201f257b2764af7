import { runProgram } from "../ground/programs.ts";
import { type RoundBounds, type RoundResult, roundResult } from "./round.ts";

/** Beyond the round's own time: starting the program, and a service that is stuck. */
const graceMs = 60_000;

export interface Target {
  readonly url: string;
  readonly apiKey: string;
  readonly method: "mock" | "wechat_native";
}

/** A round of payments over HTTP, from a process of its own. */
export function httpLoad(bounds: RoundBounds, target: Target): Promise<RoundResult> {
  return inProgram(new URL("./http-load.ts", import.meta.url), { ...bounds, ...target });
}

/** A round of bare transactions, from a process of its own. */
export function rawTransactions(bounds: RoundBounds, databaseUrl: string): Promise<RoundResult> {
  return inProgram(new URL("./raw-transaction.ts", import.meta.url), { ...bounds, databaseUrl });
}

function inProgram(file: URL, job: RoundBounds & Readonly<Record<string, unknown>>): Promise<RoundResult> {
  return runProgram(file, job, {
    shape: roundResult,
    withinMs: job.warmUpMs + job.measuredMs + graceMs,
  });
}
