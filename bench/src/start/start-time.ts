import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { checkoutFolder } from "@compose-pay/start";
import type { Report } from "../ground/ground.ts";
import { median } from "../measuring/median.ts";

export interface StartTimeResult {
  /** Seconds from the command to the line that says so; every run of them with the data of the one before. */
  readonly servesAfter: readonly number[];
  readonly tourDoneAfter: readonly number[];
  readonly medianServesAfter: number;
  readonly medianTourDoneAfter: number;
}

/** Lines of `npm start`: every service answers its readiness; the tour is over and the addresses are shown. */
const servesLine = "services ready in";
const doneLine = "the tour went well";

const startWithinMs = 180_000;
const stopWithinMs = 60_000;

/** `npm start` in a folder of its own, once to make the data and then for each run. */
export async function startTime(report: Report, runs: number): Promise<StartTimeResult> {
  const results = [];
  await startOnce();
  for (let run = 1; run <= runs; run += 1) {
    const result = await startOnce();
    results.push(result);
    report(`start ${run}: serves after ${result.serves} s, tour done after ${result.done} s`);
  }
  const servesAfter = results.map(({ serves }) => serves);
  const tourDoneAfter = results.map(({ done }) => done);
  return {
    servesAfter,
    tourDoneAfter,
    medianServesAfter: median(servesAfter),
    medianTourDoneAfter: median(tourDoneAfter),
  };
}

async function startOnce(): Promise<{ readonly serves: number; readonly done: number }> {
  const data = path.join(checkoutFolder, ".local", "bench", "start");
  const startedAt = performance.now();
  const child = spawn("npm", ["start", "--", "--data", data], {
    cwd: checkoutFolder,
    // A group of its own, which is told to stop as a terminal does it.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seconds = () => Number(((performance.now() - startedAt) / 1_000).toFixed(1));
  try {
    const [serves, done] = await Promise.all([
      lineOf(child, servesLine).then(seconds),
      lineOf(child, doneLine).then(seconds),
    ]);
    return { serves, done };
  } finally {
    await stop(child);
  }
}

/** Resolves at a line that has this text. */
function lineOf({ stdout }: ChildProcess, wanted: string): Promise<void> {
  if (stdout === null) throw new Error("npm start has no output");
  const lines = createInterface({ input: stdout });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => lines.close(), startWithinMs);
    lines.on("line", (line) => {
      if (line.includes(wanted)) resolve();
    });
    lines.on("close", () => {
      clearTimeout(timer);
      reject(new Error(`npm start did not say "${wanted}"`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  await ended;
  clearTimeout(timer);
}
