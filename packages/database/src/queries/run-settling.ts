import type { SQL } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { and, eq, inArray, ne, sql } from "../drizzle.ts";
import { discrepancies, runs } from "../tables/index.ts";

/** How a run ends open discrepancies that it does not find any more. */
export interface Settling {
  readonly at: Date;
  /**
   * The run is held against a bill that only a person brought: what comes to so much in all, or has no amount, is not
   * ended but stays open as the run's own, with a note. Null: all of it is settled.
   */
  readonly held: {
    /** In fen. */
    readonly fromFen: number;
    readonly billId: string;
    readonly uploadedBy: string;
  } | null;
}

/** A run that begins anew, with another bill: what it had found and nobody has decided on may not be there any more. */
export async function settleUndecided(
  transaction: Connection,
  runId: string,
  settling: Settling,
): Promise<void> {
  const where = and(eq(discrepancies.runId, runId), eq(discrepancies.state, "open"));
  await end(transaction, where, { runId, outcome: { begun_anew: runId }, settling });
}

/**
 * What earlier versions of a run found, nobody has decided on, and the run itself has not found any more: the corrected
 * bill, or what we have learnt since, put it right.
 */
export async function settleOutdated(
  transaction: Connection,
  { id: runId, channelAccountId, day }: Pick<typeof runs.$inferSelect, "id" | "channelAccountId" | "day">,
  settling: Settling,
): Promise<void> {
  const others = await transaction
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.channelAccountId, channelAccountId), eq(runs.day, day), ne(runs.id, runId)));
  if (others.length === 0) return;
  const ids = others.map(({ id }) => id);
  const where = and(inArray(discrepancies.runId, ids), eq(discrepancies.state, "open"));
  await end(transaction, where, { runId, outcome: { not_found_by: runId }, settling });
}

interface Ending {
  readonly runId: string;
  readonly outcome: object;
  readonly settling: Settling;
}

async function end(
  transaction: Connection,
  where: SQL | undefined,
  { runId, outcome, settling: { at, held } }: Ending,
): Promise<void> {
  if (held !== null && (await comesTo(transaction, where, held.fromFen))) {
    const { billId: bill, uploadedBy: uploaded_by } = held;
    const note = JSON.stringify({ held_open: { run: runId, bill, uploaded_by, at: at.toISOString() } });
    const noted = sql`JSON_MERGE_PATCH(COALESCE(${discrepancies.outcome}, '{}'), ${note})`;
    await transaction.update(discrepancies).set({ runId, outcome: noted }).where(where);
    return;
  }
  const settled = { state: "resolved", resolution: "by_itself", outcome, resolvedAt: at } as const;
  await transaction.update(discrepancies).set(settled).where(where);
}

async function comesTo(transaction: Connection, where: SQL | undefined, fromFen: number): Promise<boolean> {
  const [row] = await transaction
    .select({
      sum: sql<number>`COALESCE(SUM(${discrepancies.amount}), 0)`.mapWith(Number),
      unknown: sql<number>`COALESCE(SUM(${discrepancies.amount} IS NULL), 0)`.mapWith(Number),
    })
    .from(discrepancies)
    .where(where);
  return row !== undefined && (row.unknown > 0 || row.sum >= fromFen);
}
