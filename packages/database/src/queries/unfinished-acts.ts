import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { desc, inArray } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";
import { auditEntries } from "../tables/index.ts";
import type { AuditEntryRow } from "./audit-entries.ts";
import type { WaitingCount } from "./waiting-work.ts";

/** Acts that were begun in this span. */
export interface UnfinishedSpan {
  readonly since: Date;
  /** Later ones may still be under way. */
  readonly before: Date;
}

/** So many of the newest acts are looked at. */
const mostLookedAt = 5_000;

const unfinished =
  "FROM (SELECT number, at, trace_id, action FROM audit_entries FORCE INDEX (audit_entries_phase) " +
  `WHERE phase = 'asked' ORDER BY number DESC LIMIT ${mostLookedAt}) AS begun ` +
  "WHERE at >= ? AND at < ? AND NOT EXISTS (SELECT 1 FROM audit_entries AS ended FORCE INDEX (audit_entries_trace) " +
  "WHERE ended.trace_id = begun.trace_id AND ended.number > begun.number AND ended.action = begun.action " +
  "AND ended.phase <> 'asked')";

/** How many acts were begun and have no entry of their end: what became of them is not known. */
export async function countUnfinishedActs(
  connection: Connection,
  { since, before }: UnfinishedSpan,
): Promise<WaitingCount> {
  const [[row]] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT COUNT(*) AS count, MIN(at) AS since ${unfinished}`,
    [since, before],
  );
  const first: unknown = row?.["since"];
  return { count: Number(row?.["count"] ?? 0), since: typeof first === "string" ? readMoment(first) : null };
}

/** Their entries, newest first; the page begins behind the number `after`. */
export async function listUnfinishedActs(
  connection: Connection,
  { since, before }: UnfinishedSpan,
  { after, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<AuditEntryRow[]> {
  const [found] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT number ${unfinished} AND number < ? ORDER BY number DESC LIMIT ?`,
    [since, before, after ?? Number.MAX_SAFE_INTEGER, limit],
  );
  if (found.length === 0) return [];
  const numbers = found.map((row) => Number(row["number"]));
  return connection
    .select()
    .from(auditEntries)
    .where(inArray(auditEntries.number, numbers))
    .orderBy(desc(auditEntries.number));
}
