import type { RowDataPacket } from "mysql2";
import { and, eq, inArray } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import type { NewDiscrepancy } from "../raised-discrepancies.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { discrepancies } from "../tables/index.ts";

/** Settled, and here again: nobody has decided on it as it is now. */
const isBack = "state = 'resolved' AND (resolution = 'by_itself' OR NOT amount <=> VALUES(amount))";
const whereOpen = (column: string, value: string) => `${column} = IF(state = 'open', ${value}, ${column})`;

/**
 * What is known already belongs to the newest run that finds it. The evidence is the newest one's until somebody decides on
 * it, and what had settled by itself is open again. Assignments count from left to right: the state comes before what follows it.
 */
const insert = insertRows(
  discrepancies,
  [
    `outcome = IF(${isBack}, NULL, outcome)`,
    `state = IF(${isBack}, 'open', state)`,
    "run_id = IF(state = 'resolved', run_id, VALUES(run_id))",
    ...["amount", "evidence"].map((column) => whereOpen(column, `VALUES(${column})`)),
    ...["resolution", "reason", "resolved_by", "approved_by", "decided_at", "resolved_at"].map((column) =>
      whereOpen(column, "NULL"),
    ),
  ].join(", "),
);

const undecided = {
  resolution: null,
  reason: null,
  resolvedBy: null,
  approvedBy: null,
  outcome: null,
  decidedAt: null,
  resolvedAt: null,
} as const;

/** Raises what a run has found; what was raised before is not raised again. For one transaction. */
export async function insertRunDiscrepancies(
  transaction: Connection,
  rows: readonly NewDiscrepancy[],
): Promise<void> {
  await insert(
    transaction,
    rows.map((row) => ({ runId: null, day: "", amount: null, ...undecided, ...row })),
  );
}

/** Whether anything that a run has found is unresolved; reads one entry of the index, however much it has found. */
export async function hasUnresolved(connection: Connection, runId: string): Promise<boolean> {
  const found = await connection
    .select({ id: discrepancies.id })
    .from(discrepancies, { forceIndex: "discrepancies_run" })
    .where(and(eq(discrepancies.runId, runId), inArray(discrepancies.state, ["open", "awaiting_approval"])))
    .limit(1);
  return found.length > 0;
}

/** How many are counted of a run at the most: more is a bad day in any case. */
export const mostCountedOfRun = 1_000;

/** So many runs are counted by one statement. */
const runsInStatement = 40;

const countOf = (states: string) =>
  "SELECT ? AS `of`, COUNT(*) AS found FROM (SELECT id FROM discrepancies FORCE INDEX (discrepancies_run) " +
  `WHERE run_id = ? AND state IN (${states}) LIMIT ?) AS counted`;
const countUnresolvedOf = countOf("'open', 'awaiting_approval'");
const countAllOf = countOf("'open', 'awaiting_approval', 'resolved'");

/** How many of each run's discrepancies nobody has resolved, `mostCountedOfRun` at the most; along the index of runs. */
export async function countUnresolved(
  connection: Connection,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (let from = 0; from < runIds.length; from += runsInStatement) {
    const some = runIds.slice(from, from + runsInStatement);
    const [rows] = await clientOf(connection).query<RowDataPacket[]>(
      some.map(() => countUnresolvedOf).join(" UNION ALL "),
      some.flatMap((runId) => [runId, runId, mostCountedOfRun]),
    );
    for (const row of rows) counted.set(String(row["of"]), Number(row["found"]));
  }
  return counted;
}

/** How many of a run's discrepancies nobody has resolved, and how many there are in all; each `mostCountedOfRun` at the most. */
export async function countRunDiscrepancies(
  connection: Connection,
  runId: string,
): Promise<{ readonly unresolved: number; readonly all: number }> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `${countUnresolvedOf} UNION ALL ${countAllOf}`,
    ["unresolved", runId, mostCountedOfRun, "all", runId, mostCountedOfRun],
  );
  const found = (of: string) => Number(rows.find((row) => row["of"] === of)?.["found"] ?? 0);
  return { unresolved: found("unresolved"), all: found("all") };
}
