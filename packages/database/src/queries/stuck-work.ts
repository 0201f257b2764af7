import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";

/** Rows of one kind that wait for longer than they should. */
export interface StuckWork {
  /** Such as `refunds`. */
  readonly what: string;
  /** Counted up to 1 000. */
  readonly count: number;
  /** Since when the first of them is due, or there. */
  readonly since: Date;
}

export interface StuckLimits {
  /** What was due before then is overdue, and what the outbox has from before then. */
  readonly overdueBefore: Date;
  /** What waits for a person, or for a channel's word, since before then. */
  readonly unsettledBefore: Date;
}

interface Look {
  readonly what: string;
  readonly limit: keyof StuckLimits;
  readonly table: string;
  readonly index: string;
  readonly at: string;
  /** A condition on the index's first column. */
  readonly only: string;
}

const overdue = (what: string, table: string, by?: Pick<Look, "at" | "index">): Look => {
  const { at, index } = by ?? { at: "due_at", index: `${table}_due` };
  return { what, limit: "overdueBefore", table, index, at, only: "" };
};

const unsettled = (table: string, state: string, at: string): Look => {
  const what = `${table} ${state.replaceAll("_", " ")} for days`;
  return {
    what,
    limit: "unsettledBefore",
    table,
    index: `${table}_state`,
    at,
    only: `state = '${state}' AND`,
  };
};

const looks: readonly Look[] = [
  overdue("attempts overdue", "attempts"),
  overdue("refunds overdue", "refunds"),
  overdue("events overdue", "events"),
  overdue("channel notifications overdue", "channel_notifications"),
  overdue("receivers with overdue deliveries", "delivery_targets"),
  overdue("webhook replays overdue", "webhook_replays"),
  overdue("reconciliations overdue", "runs"),
  overdue("accounts whose certificates are overdue", "channel_accounts", {
    at: "certificates_due_at",
    index: "channel_accounts_certificates_due",
  }),
  overdue("messages in the outbox", "outbox", { at: "created_at", index: "outbox_created" }),
  unsettled("refunds", "created", "created_at"),
  unsettled("refunds", "submitted", "created_at"),
  unsettled("refunds", "abnormal", "created_at"),
  unsettled("discrepancies", "open", "found_at"),
  unsettled("discrepancies", "awaiting_approval", "found_at"),
];

/** Reads the front of an index for each kind, however many rows there are. */
export async function findStuckWork(connection: Connection, limits: StuckLimits): Promise<StuckWork[]> {
  const stuck: StuckWork[] = [];
  for (const look of looks) {
    const found = await lookFor(connection, look, limits[look.limit]);
    if (found !== null) stuck.push(found);
  }
  return stuck;
}

async function lookFor(connection: Connection, look: Look, before: Date): Promise<StuckWork | null> {
  const { what, table, index, at, only } = look;
  const sql =
    `SELECT COUNT(*) AS count, MIN(at) AS since FROM (SELECT ${at} AS at FROM ${table} FORCE INDEX (${index}) ` +
    `WHERE ${only} ${at} < ? ORDER BY ${at} LIMIT 1000) AS first`;
  const [[row]] = await clientOf(connection).query<RowDataPacket[]>(sql, [before]);
  const since: unknown = row?.["since"];
  return typeof since === "string" ? { what, count: Number(row?.["count"]), since: readMoment(since) } : null;
}
