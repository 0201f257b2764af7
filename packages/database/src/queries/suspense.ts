import { and, asc, eq, inArray } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { inLists } from "../statements/in-lists.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { suspense } from "../tables/index.ts";

export type SuspenseRow = typeof suspense.$inferSelect;

/**
 * A run that is repeated finds again what it suspended. What a bill had that was corrected since waits once more; what has
 * expired stays so. Assignments count from left to right: the state is last.
 */
const insert = insertRows(
  suspense,
  [
    "run_id = IF(state = 'expired', run_id, VALUES(run_id))",
    "resolved_by_run_id = IF(state = 'expired', resolved_by_run_id, NULL)",
    "ended_at = IF(state = 'expired', ended_at, NULL)",
    "state = IF(state = 'expired', state, 'open')",
  ].join(", "),
);

export async function insertSuspense(connection: Connection, rows: readonly SuspenseRow[]): Promise<void> {
  await insert(connection, rows);
}

/** Locks what is suspended of an account, oldest first. For one transaction, with `endSuspense`. */
export async function takeOpenSuspense(
  transaction: Connection,
  of: { readonly channelAccountId: string; readonly limit: number },
): Promise<SuspenseRow[]> {
  return transaction
    .select()
    .from(suspense, { forceIndex: "suspense_open" })
    .where(and(eq(suspense.state, "open"), eq(suspense.channelAccountId, of.channelAccountId)))
    .orderBy(asc(suspense.day))
    .limit(of.limit)
    .for("update");
}

/** @param rows that are locked, all of one account */
export async function endSuspense(
  transaction: Connection,
  rows: readonly Pick<SuspenseRow, "channelAccountId" | "outNo">[],
  end: Pick<SuspenseRow, "state" | "resolvedByRunId" | "endedAt">,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  for (const some of inLists(rows.map(({ outNo }) => outNo))) {
    await transaction
      .update(suspense)
      .set(end)
      .where(and(eq(suspense.channelAccountId, first.channelAccountId), inArray(suspense.outNo, [...some])));
  }
}

/** Which of these numbers were suspended, and no bill has had them in time. */
export async function findExpiredSuspense(
  connection: Connection,
  of: { readonly channelAccountId: string; readonly outNos: readonly string[] },
): Promise<ReadonlySet<string>> {
  const found: string[] = [];
  for (const some of inLists(of.outNos)) {
    const rows = await connection
      .select({ outNo: suspense.outNo })
      .from(suspense, { forceIndex: "PRIMARY" })
      .where(
        and(
          eq(suspense.channelAccountId, of.channelAccountId),
          inArray(suspense.outNo, [...some]),
          eq(suspense.state, "expired"),
        ),
      );
    found.push(...rows.map(({ outNo }) => outNo));
  }
  return new Set(found);
}

/** Forgets what a run has suspended and no bill has had yet: it begins anew. */
export async function deleteOpenSuspense(connection: Connection, runId: string): Promise<void> {
  await connection.delete(suspense).where(and(eq(suspense.runId, runId), eq(suspense.state, "open")));
}

/** Whether a run has suspended something that no bill has had yet. */
export async function hasOpenSuspense(connection: Connection, runId: string): Promise<boolean> {
  const found = await connection
    .select({ outNo: suspense.outNo })
    .from(suspense)
    .where(and(eq(suspense.runId, runId), eq(suspense.state, "open")))
    .limit(1);
  return found.length > 0;
}
