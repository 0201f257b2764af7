import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { runs } from "../tables/index.ts";
import { type DueClaim, leaseEnd } from "./due-rows.ts";

export type RunRow = typeof runs.$inferSelect;

/** Who works on a run: nobody who holds an older number may write. */
export type RunHold = Pick<RunRow, "id" | "fence">;

/** @throws a duplicate, by `isDuplicate`, where this version of the account's day is there already */
export async function insertRun(connection: Connection, row: RunRow): Promise<void> {
  await connection.insert(runs).values(row);
}

export async function findRun(connection: Connection, id: string): Promise<RunRow | null> {
  const [row] = await connection.select().from(runs).where(eq(runs.id, id));
  return row ?? null;
}

/** The newest version of an account's day. */
export async function findNewestRun(
  connection: Connection,
  { channelAccountId, day }: Pick<RunRow, "channelAccountId" | "day">,
): Promise<RunRow | null> {
  const [row] = await connection
    .select()
    .from(runs)
    .where(and(eq(runs.channelAccountId, channelAccountId), eq(runs.day, day)))
    .orderBy(desc(runs.version))
    .limit(1);
  return row ?? null;
}

/**
 * Takes runs that are due, longest first; each is due again after the lease, so that another goes on where this one
 * dies. For one transaction.
 *
 * @returns them with the fencing number under which they are held now
 */
export async function claimDueRuns(transaction: Connection, claim: DueClaim): Promise<readonly RunRow[]> {
  const due = await transaction
    .select()
    .from(runs, { forceIndex: "runs_due" })
    .where(lte(runs.dueAt, claim.now))
    .orderBy(asc(runs.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map(({ id }) => id);
  await transaction
    .update(runs)
    .set({ dueAt: leaseEnd(claim), fence: sql`${runs.fence} + 1` })
    .where(inArray(runs.id, ids));
  return due.map((run) => ({ ...run, dueAt: leaseEnd(claim), fence: run.fence + 1 }));
}

export type RunChange = Partial<Omit<RunRow, "id" | "channelAccountId" | "day" | "version" | "fence">>;

/** Writes only for who holds the run; false when another does by now. */
export async function updateRun(connection: Connection, hold: RunHold, change: RunChange): Promise<boolean> {
  const [result] = await connection
    .update(runs)
    .set(change)
    .where(and(eq(runs.id, hold.id), eq(runs.fence, hold.fence)));
  return result.affectedRows === 1;
}

/** Days of these, both inclusive, whose newest run has matched its bill. */
export async function findMatchedDays(
  connection: Connection,
  among: { readonly channelAccountId: string; readonly fromDay: string; readonly toDay: string },
): Promise<readonly string[]> {
  const found = await connection
    .select({ day: runs.day, matchedAt: runs.matchedAt })
    .from(runs)
    .where(
      and(
        eq(runs.channelAccountId, among.channelAccountId),
        gte(runs.day, among.fromDay),
        lte(runs.day, among.toDay),
      ),
    )
    .orderBy(asc(runs.day), asc(runs.version));
  const newest = new Map(found.map(({ day, matchedAt }) => [day, matchedAt]));
  return [...newest].filter(([, matchedAt]) => matchedAt !== null).map(([day]) => day);
}

/** Has a run that rests looked at now, whoever held it. */
export async function wakeRun(connection: Connection, id: string, at: Date): Promise<void> {
  await connection.update(runs).set({ dueAt: at }).where(eq(runs.id, id));
}

/** Has a run that waits for its bill ask for it now. */
export async function hurryRun(connection: Connection, id: string, at: Date): Promise<void> {
  await connection
    .update(runs)
    .set({ dueAt: at })
    .where(and(eq(runs.id, id), eq(runs.state, "waiting_for_bill"), isNull(runs.fault)));
}

/** Has a run that stands still take up its day's bills again: there may be another one by now. */
export async function resumeRun(connection: Connection, id: string, at: Date): Promise<void> {
  await connection
    .update(runs)
    .set({ dueAt: at, fault: null, state: "waiting_for_bill", tradeBillId: null, fundBillId: null })
    .where(and(eq(runs.id, id), isNotNull(runs.fault), isNull(runs.matchedAt)));
}

export interface RunFilter {
  readonly channelAccountId?: string | undefined;
  /** Both inclusive, such as `2026-11-22`. */
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
  readonly after?: Pick<RunRow, "day" | "id" | "version"> | undefined;
  readonly limit: number;
}

/** Newest day first, by (day, id), or of an account by (day, version): the orders of two indexes. */
export async function listRuns(connection: Connection, filter: RunFilter): Promise<RunRow[]> {
  const { channelAccountId, fromDay, toDay, after, limit } = filter;
  const isOfOne = channelAccountId !== undefined;
  const isEarlier = (mark: NonNullable<typeof after>) =>
    isOfOne ? lt(runs.version, mark.version) : lt(runs.id, mark.id);
  return connection
    .select()
    .from(runs, { forceIndex: isOfOne ? "runs_version" : "runs_day" })
    .where(
      and(
        isOfOne ? eq(runs.channelAccountId, channelAccountId) : undefined,
        fromDay === undefined ? undefined : gte(runs.day, fromDay),
        toDay === undefined ? undefined : lte(runs.day, toDay),
        after === undefined
          ? undefined
          : or(lt(runs.day, after.day), and(eq(runs.day, after.day), isEarlier(after))),
      ),
    )
    .orderBy(desc(runs.day), desc(isOfOne ? runs.version : runs.id))
    .limit(limit);
}
