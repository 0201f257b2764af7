import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import type { runs } from "../tables/index.ts";

/** Runs that are not closed, in one state. */
export interface OpenRuns {
  readonly state: (typeof runs.$inferSelect)["state"];
  readonly runs: number;
  /** Of these, how many stand still until somebody helps. */
  readonly standing: number;
  readonly oldestDay: string;
}

/** By the index of their state, so that closed ones, which are nearly all, are not read. */
export async function countOpenRuns(connection: Connection): Promise<readonly OpenRuns[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT state, COUNT(*) AS runs, SUM(fault IS NOT NULL) AS standing, MIN(day) AS oldestDay " +
      "FROM runs FORCE INDEX (runs_state) WHERE state IN (?) GROUP BY state",
    [["waiting_for_bill", "loading", "matching", "balanced", "has_discrepancies"]],
  );
  // because these are the columns of the statement, and the states are those that it names
  return rows.map((row) => ({ ...row, standing: Number(row["standing"]) }) as unknown as OpenRuns);
}
