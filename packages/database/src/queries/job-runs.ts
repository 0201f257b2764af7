import type { Connection } from "../connection.ts";
import { and, desc, eq, getTableColumns, inArray, isNotNull, lt, sql } from "../drizzle.ts";
import { updateRow } from "../statements/update-row.ts";
import { jobRuns } from "../tables/index.ts";

export type JobRunRow = typeof jobRuns.$inferSelect;

/** What lists show of a run: all but what it said. */
export type JobRunHead = Omit<JobRunRow, "output">;

const { output: _, ...head } = getTableColumns(jobRuns);

export async function insertJobRun(transaction: Connection, row: JobRunRow): Promise<void> {
  await transaction.insert(jobRuns).values(row);
}

const update = updateRow(jobRuns);

/** Keeps what a run has said so far; one that was overtaken writes nothing any more. */
export async function saveJobOutput(connection: Connection, runId: string, output: string): Promise<void> {
  await update(connection, { id: runId, outcome: "running" }, { output });
}

export type JobRunEnd = Pick<JobRunRow, "outcome" | "error"> &
  Partial<Pick<JobRunRow, "output">> & { readonly endedAt: Date };

/** Ends a run that nobody has ended; for whoever has locked its job. */
export async function endJobRun(transaction: Connection, runId: string, end: JobRunEnd): Promise<boolean> {
  return update(transaction, { id: runId, outcome: "running" }, end);
}

/** How far back runs of a lease are looked for: they are the newest, but for clocks that differ. */
const mostLookedAt = 50;

/** The run that a lease was taken for. */
export async function findRunOfLease(
  connection: Connection,
  { jobName, fence }: Pick<JobRunRow, "jobName" | "fence">,
): Promise<JobRunHead | null> {
  const newest = await findNewestRuns(connection, jobName, mostLookedAt);
  return newest.find((run) => run.fence === fence) ?? null;
}

/** Newest first. */
export async function findNewestRuns(
  connection: Connection,
  jobName: string,
  limit: number,
): Promise<JobRunHead[]> {
  return connection
    .select(head)
    .from(jobRuns)
    .where(eq(jobRuns.jobName, jobName))
    .orderBy(desc(jobRuns.id))
    .limit(limit);
}

/** The newest run of each of these jobs that has one; one index entry is read for each. */
export async function findLastRuns(
  connection: Connection,
  jobNames: readonly string[],
): Promise<JobRunHead[]> {
  if (jobNames.length === 0) return [];
  const newest = connection
    .select({ id: sql<string>`MAX(${jobRuns.id})`.as("newest_id") })
    .from(jobRuns)
    .where(inArray(jobRuns.jobName, [...jobNames]))
    .groupBy(jobRuns.jobName)
    .as("newest");
  return connection.select(head).from(jobRuns).innerJoin(newest, eq(jobRuns.id, newest.id));
}

/**
 * The newest time of its schedule that a job was run for, among its newest runs. Who reckons the next time goes on from
 * there, so that a clock that is behind makes no time come twice.
 */
export async function findLastScheduledFor(connection: Connection, jobName: string): Promise<Date | null> {
  const runs = await connection
    .select({ scheduledFor: jobRuns.scheduledFor })
    .from(jobRuns)
    .where(and(eq(jobRuns.jobName, jobName), isNotNull(jobRuns.scheduledFor)))
    .orderBy(desc(jobRuns.id))
    .limit(mostLookedAt);
  const times = runs.flatMap(({ scheduledFor }) => (scheduledFor === null ? [] : [scheduledFor.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

export async function findJobRun(connection: Connection, runId: string): Promise<JobRunRow | null> {
  const [row] = await connection.select().from(jobRuns).where(eq(jobRuns.id, runId));
  return row ?? null;
}

/** Newest first, by id; the page starts behind `after`. */
export async function listJobRuns(
  connection: Connection,
  page: { readonly jobName: string; readonly after?: string | undefined; readonly limit: number },
): Promise<JobRunRow[]> {
  return connection
    .select()
    .from(jobRuns)
    .where(
      and(
        eq(jobRuns.jobName, page.jobName),
        page.after === undefined ? undefined : lt(jobRuns.id, page.after),
      ),
    )
    .orderBy(desc(jobRuns.id))
    .limit(page.limit);
}
