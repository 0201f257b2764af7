import { createReadStream } from "node:fs";
import { sqlFloor } from "./sql-floor.ts";
import type { RunStage } from "./run-stage.ts";

/** The least that it takes on the same machine, each alone, in seconds. */
export interface ReconcileFloors {
  /** The line feeds of the file are counted. */
  readonly newlinesSeconds: number;
  /** The file is read into lines, which are thrown away. */
  readonly parseSeconds: number;
  /** `LOAD DATA` of the file into a table, and the differences as joins. */
  readonly sqlLoadSeconds: number;
  readonly sqlJoinSeconds: number;
}

export async function reconcileFloors(
  stage: RunStage,
  { lines, file }: { readonly lines: number; readonly file: string },
): Promise<ReconcileFloors> {
  const newlinesSeconds = await timed(async () => {
    // A header, the names of the summary, and the summary.
    if ((await countNewlines(file)) !== lines + 3) throw new Error("the file has another number of lines");
  });
  const parseSeconds = await timed(async () => {
    if ((await parseAll(stage, file)) !== lines)
      throw new Error("the file is read to another number of lines");
  });
  const sql = await sqlFloor(stage, { lines, file });
  const floors = { newlinesSeconds, parseSeconds, ...sql };
  const said = Object.entries(floors).map(([name, took]) => `${name} ${took.toFixed(2)}`);
  stage.ground.report(`floors of ${lines} lines: ${said.join(", ")}`);
  return floors;
}

/** @returns the seconds that it took */
export async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

const lineFeed = 0x0a;

async function countNewlines(file: string): Promise<number> {
  let count = 0;
  const pieces: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 262_144 });
  for await (const piece of pieces) {
    for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, at + 1)) count += 1;
  }
  return count;
}

async function parseAll({ channel }: RunStage, file: string): Promise<number> {
  let count = 0;
  for await (const batch of channel.readTradeBill(file)) count += batch.length;
  return count;
}
