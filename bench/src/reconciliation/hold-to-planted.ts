import { findRun } from "@compose-pay/database";
import type { MatchCounts } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import { numbersOf, plantedClasses, plantedDifferences, plantedNumber, plantedOf } from "./planted-day.ts";
import type { RunStage } from "./run-stage.ts";

const foundNumbers =
  "SELECT type, IF(refund_id = '', attempt_id, refund_id) AS out_no FROM discrepancies WHERE run_id = ? " +
  "UNION ALL SELECT 'suspended', out_no FROM suspense WHERE run_id = ?";

/**
 * Holds a run to what was planted: each of the 1 000 differences is found, under its number and in its class, nothing else
 * is, and every line and every entry has a class.
 *
 * @throws an Error that says what differs
 */
export async function holdToPlanted(
  { database }: RunStage,
  { runId, lines }: { readonly runId: string; readonly lines: number },
): Promise<void> {
  const [rows] = await database.pool.query<RowDataPacket[]>(foundNumbers, [runId, runId]);
  const found = rows.map((row) => `${String(row["out_no"])} ${String(row["type"])}`);
  const planted = plantedOn(lines);
  const strange = found.find((one) => !planted.has(one));
  if (strange !== undefined) throw new Error(`found and not planted: ${strange}`);
  if (found.length !== plantedDifferences || new Set(found).size !== plantedDifferences)
    throw new Error(`${found.length} of ${plantedDifferences} differences are found`);
  const run = await findRun(database.connection, runId);
  // because a run's row has its counts as JSON
  const counts = run?.counts as MatchCounts;
  for (const side of ["lines", "entries"] as const) {
    const classed = Object.values(counts[side]).reduce((sum, one) => sum + one, 0);
    if (classed !== lines) throw new Error(`${classed} of ${lines} ${side} are classed`);
  }
  for (const one of plantedClasses) {
    const counted = Math.max(counts.lines[one], counts.entries[one]);
    if (counted !== plantedOf(one)) throw new Error(`${one}: ${counted}, not ${plantedOf(one)}`);
  }
}

function plantedOn(lines: number): ReadonlySet<string> {
  const numbers = numbersOf(lines);
  const all = new Set<string>();
  for (let place = 0; place < numbers; place += 1) {
    const { outNo, planted } = plantedNumber(place, numbers);
    if (planted !== null) all.add(`${outNo} ${planted}`);
  }
  return all;
}
