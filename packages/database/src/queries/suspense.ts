import { and, asc, eq, inArray, lte } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { suspense } from "../tables/index.ts";

export type SuspenseRow = typeof suspense.$inferSelect;

// A run that is repeated finds again what it suspended; what has ended stays ended.
const insert = insertRows(suspense, "run_id = IF(state = 'open', VALUES(run_id), run_id)");

export async function insertSuspense(connection: Connection, rows: readonly SuspenseRow[]): Promise<void> {
  await insert(connection, rows);
}

/** What a later bill has after all. */
export async function resolveSuspense(
  connection: Connection,
  found: {
    readonly channelAccountId: string;
    readonly outNos: readonly string[];
    readonly runId: string;
    readonly at: Date;
  },
): Promise<void> {
  if (found.outNos.length === 0) return;
  await connection
    .update(suspense)
    .set({ state: "resolved", resolvedByRunId: found.runId, endedAt: found.at })
    .where(
      and(
        eq(suspense.channelAccountId, found.channelAccountId),
        inArray(suspense.outNo, [...found.outNos]),
        eq(suspense.state, "open"),
      ),
    );
}

/** Locks what is suspended since that day or before, oldest first. For one transaction, with `expireSuspense`. */
export async function takeOldSuspense(
  transaction: Connection,
  old: { readonly channelAccountId: string; readonly upToDay: string; readonly limit: number },
): Promise<SuspenseRow[]> {
  return transaction
    .select()
    .from(suspense, { forceIndex: "suspense_open" })
    .where(
      and(
        eq(suspense.state, "open"),
        eq(suspense.channelAccountId, old.channelAccountId),
        lte(suspense.day, old.upToDay),
      ),
    )
    .orderBy(asc(suspense.day))
    .limit(old.limit)
    .for("update");
}

export async function expireSuspense(
  connection: Connection,
  expired: { readonly channelAccountId: string; readonly outNos: readonly string[]; readonly at: Date },
): Promise<void> {
  if (expired.outNos.length === 0) return;
  await connection
    .update(suspense)
    .set({ state: "expired", endedAt: expired.at })
    .where(
      and(
        eq(suspense.channelAccountId, expired.channelAccountId),
        inArray(suspense.outNo, [...expired.outNos]),
        eq(suspense.state, "open"),
      ),
    );
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
