import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";
import type { JobOutcome } from "../tables/index.ts";

/** How many of a kind are counted at the most: it is for people, to whom more says nothing more. */
const mostCountedWaiting = 1_000;

export interface WaitingCount {
  /** `mostCountedWaiting` at the most. */
  readonly count: number;
  /** Since when the first of them is there; null where there is none. */
  readonly since: Date | null;
}

const firstOfOutbox =
  "SELECT created_at AS at FROM outbox FORCE INDEX (outbox_created) ORDER BY created_at LIMIT ?";

/** Messages that are stored and not published yet; a healthy system has few, and for milliseconds. */
export async function countOutbox(connection: Connection): Promise<WaitingCount> {
  const [[row]] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT COUNT(*) AS count, MIN(at) AS since FROM (${firstOfOutbox}) AS first`,
    [mostCountedWaiting],
  );
  const since: unknown = row?.["since"];
  return {
    count: Number(row?.["count"] ?? 0),
    since: typeof since === "string" ? readMoment(since) : null,
  };
}

/** The failed runs of one job within a time. */
export interface FailedRuns {
  readonly jobName: string;
  readonly count: number;
  readonly lastAt: Date;
}

const badOutcomes: readonly JobOutcome[] = ["failed", "lost", "overrun"];

/** Runs that have not done their work, by job, most first, of at most so many jobs. */
export async function countFailedRuns(
  connection: Connection,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<readonly FailedRuns[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT job_name, COUNT(*) AS count, MAX(started_at) AS last_at " +
      "FROM job_runs FORCE INDEX (job_runs_outcome) WHERE outcome IN (?) AND started_at >= ? " +
      "GROUP BY job_name ORDER BY count DESC, job_name LIMIT ?",
    [badOutcomes, since, limit],
  );
  return rows.map((row) => ({
    jobName: String(row["job_name"]),
    count: Number(row["count"]),
    lastAt: readMoment(String(row["last_at"])),
  }));
}
