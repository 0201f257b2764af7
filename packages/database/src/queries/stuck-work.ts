import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { momentText, readMoment } from "../statements/moment-text.ts";
import type { StuckGroup, StuckKind, StuckLook } from "./stuck-look.ts";
import { mostLookedAt, stuckLooks } from "./stuck-looks.ts";

/** What is before these counts as stuck; a group without a moment is not looked at. */
export type StuckLimits = Readonly<Partial<Record<StuckGroup, Date>>>;

export interface StuckWork {
  readonly kind: StuckKind;
  /** Such as `refunds overdue`. */
  readonly what: string;
  /** Counted up to 1 000. */
  readonly count: number;
  /** Since when the first of them is due, or there. */
  readonly since: Date;
}

/** Reads the front of an index for each kind, however many rows there are; kinds that have none are left out. */
export async function findStuckWork(connection: Connection, limits: StuckLimits): Promise<StuckWork[]> {
  const stuck: StuckWork[] = [];
  for (const [kind, look] of looks) {
    const rows = rowsOf(look, limits);
    if (rows === null) continue;
    const [[row]] = await clientOf(connection).query<RowDataPacket[]>(
      `SELECT COUNT(*) AS count, MIN(since) AS since FROM (${rows.sql} ORDER BY since LIMIT 1000) AS first`,
      [...rows.values],
    );
    const since: unknown = row?.["since"];
    if (typeof since === "string")
      stuck.push({ kind, what: look.what, count: Number(row?.["count"]), since: readMoment(since) });
  }
  return stuck;
}

// because the object's type names exactly these members
const looks = Object.entries(stuckLooks) as (readonly [StuckKind, StuckLook])[];

/** One row that is stuck; what does not apply to its kind is null. */
export interface StuckRow {
  readonly id: string;
  readonly since: Date;
  readonly word: string | null;
  readonly accountId: string | null;
  readonly appId: string | null;
  readonly paymentId: string | null;
}

/** The rows that `findStuckWork` counts, the longest stuck first, behind `after`. */
export async function listStuckRows(
  connection: Connection,
  kind: StuckKind,
  page: {
    readonly limits: StuckLimits;
    readonly after?: Pick<StuckRow, "since" | "id"> | undefined;
    readonly limit: number;
  },
): Promise<StuckRow[]> {
  const rows = rowsOf(stuckLooks[kind], page.limits);
  if (rows === null) return [];
  const { after, limit } = page;
  const behind = after === undefined ? "" : "WHERE since >= ? AND (since > ? OR id > ?) ";
  const since = after === undefined ? null : momentText(after.since);
  const place = after === undefined ? [] : [since, since, after.id];
  const [found] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT * FROM (${rows.sql}) AS stuck ${behind}ORDER BY since, id LIMIT ?`,
    [...rows.values, ...place, limit],
  );
  return found.map((row) => ({
    id: String(row["id"]),
    since: readMoment(String(row["since"])),
    word: textOf(row["word"]),
    accountId: textOf(row["account_id"]),
    appId: textOf(row["app_id"]),
    paymentId: textOf(row["payment_id"]),
  }));
}

interface Statement {
  readonly sql: string;
  readonly values: readonly (string | null)[];
}

const shown = "id, since, word, account_id, app_id, payment_id";

/** Null for a group that is not looked at. */
function rowsOf(look: StuckLook, limits: StuckLimits): Statement | null {
  const before = limits[look.group];
  if (before === undefined) return null;
  const { table, index, front, at, only = "TRUE" } = look;
  const from = `FROM ${table} FORCE INDEX (${index}) WHERE ${only}`;
  if (front !== undefined) {
    const reads = [columnsOf(look), ...(front.reads === undefined ? [] : [front.reads])].join(", ");
    // What is read in the order of its age needs no look at what is younger.
    const early = front.order === at ? ` AND ${at} < ?` : "";
    const first = `SELECT ${reads} ${from}${early} ORDER BY ${front.order} LIMIT ${mostLookedAt}`;
    const late = early === "" ? " AND since < ?" : "";
    const sql = `SELECT ${shown} FROM (${first}) AS looked_at WHERE ${front.where}${late}`;
    return { sql, values: [momentText(before)] };
  }
  const dayBefore = look.group === "recent" ? new Date(before.getTime() - dayMs) : null;
  const recent = dayBefore === null ? "" : ` AND ${at} >= ?`;
  return {
    sql: `SELECT ${columnsOf(look)} ${from} AND ${at} < ?${recent}`,
    values: [before, ...(dayBefore === null ? [] : [dayBefore])].map(momentText),
  };
}

const dayMs = 86_400_000;

function columnsOf({ id = "id", at, columns }: StuckLook): string {
  const { word = "NULL", accountId = "NULL", appId = "NULL", paymentId = "NULL" } = columns;
  return (
    `${id} AS id, ${at} AS since, ${word} AS word, ${accountId} AS account_id, ` +
    `${appId} AS app_id, ${paymentId} AS payment_id`
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
