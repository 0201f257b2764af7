import type { Connection } from "../connection.ts";
import { and, asc, eq, inArray, isNull, lte, or } from "../drizzle.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { updateRow } from "../statements/update-row.ts";
import { jobs } from "../tables/index.ts";

export type JobRow = typeof jobs.$inferSelect;

/** What a process shows to write anything about a job that it runs. */
export interface JobLease {
  readonly name: string;
  readonly fence: number;
  readonly leaseOwner: string;
}

const insertOrKeep = insertRows(jobs, "name = VALUES(name)");

/** Adds jobs; one that is there already stays as it is. */
export async function insertJobs(connection: Connection, rows: readonly JobRow[]): Promise<void> {
  await insertOrKeep(connection, rows);
}

/** Those of these names that have a row, by name. */
export async function findJobs(connection: Connection, names: readonly string[]): Promise<JobRow[]> {
  if (names.length === 0) return [];
  return connection
    .select()
    .from(jobs)
    .where(inArray(jobs.name, [...names]))
    .orderBy(asc(jobs.name));
}

/** Locked until the transaction ends. Null also while another has it, for whom does not want to wait. */
export async function lockJob(
  transaction: Connection,
  name: string,
  { skipLocked }: { readonly skipLocked: boolean },
): Promise<JobRow | null> {
  const wanted = transaction.select().from(jobs).where(eq(jobs.name, name));
  const [row] = await (skipLocked ? wanted.for("update", { skipLocked }) : wanted.for("update"));
  return row ?? null;
}

/**
 * Those of these names that somebody must take: a time has come, a run was asked for, or a lease has run out. What a
 * process of another version has put there is not among its names, and is left to it.
 */
export async function findDueJobs(
  connection: Connection,
  { names, now }: { readonly names: readonly string[]; readonly now: Date },
): Promise<string[]> {
  if (names.length === 0) return [];
  const { name, nextAt, runAt, leaseUntil } = jobs;
  const isFree = or(isNull(leaseUntil), lte(leaseUntil, now));
  const isWanted = or(lte(nextAt, now), lte(runAt, now), lte(leaseUntil, now));
  const rows = await connection
    .select({ name })
    .from(jobs)
    .where(and(inArray(name, [...names]), isFree, isWanted))
    .orderBy(asc(leaseUntil), asc(runAt), asc(nextAt));
  return rows.map((row) => row.name);
}

const update = updateRow(jobs);

/** Changes a job that this transaction has locked. */
export async function updateJob(
  transaction: Connection,
  name: string,
  change: Partial<JobRow>,
): Promise<void> {
  await update(transaction, { name }, change);
}

/** @returns false when another has taken the lease over, or when it was given back */
export async function renewJobLease(
  connection: Connection,
  lease: JobLease,
  leaseUntil: Date,
): Promise<boolean> {
  return update(connection, { ...lease }, { leaseUntil });
}

/** Moves the next time of a job that has still this one; whoever has run it meanwhile has moved it already. */
export async function moveNextTime(
  connection: Connection,
  { name, nextAt }: Pick<JobRow, "name" | "nextAt">,
  to: Date | null,
): Promise<boolean> {
  if (nextAt !== null) return update(connection, { name, nextAt, isPaused: false }, { nextAt: to });
  const [result] = await connection
    .update(jobs)
    .set({ nextAt: to })
    .where(and(eq(jobs.name, name), isNull(jobs.nextAt), eq(jobs.isPaused, false)));
  return result.affectedRows === 1;
}
