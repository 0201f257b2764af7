import type { ResultSetHeader, RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

/** A batch of what is old enough: the oldest first, so many at the most. */
export interface PurgeBatch {
  readonly before: Date;
  readonly limit: number;
}

/** Journals that go by age alone: nothing reads them to decide anything. */
const journals = {
  channel_calls: { at: "started_at", index: "channel_calls_started", only: "" },
  delivery_attempts: { at: "started_at", index: "delivery_attempts_started", only: "" },
  state_changes: { at: "at", index: "state_changes_at", only: "" },
  login_attempts: { at: "at", index: "login_attempts_at", only: "" },
  job_runs: { at: "started_at", index: "job_runs_started", only: "AND outcome <> 'running'" },
} as const;

export type PurgedJournal = keyof typeof journals;
export const purgedJournals = Object.keys(journals) as readonly PurgedJournal[];

/** @returns how many rows are gone */
export async function purgeJournal(
  connection: Connection,
  table: PurgedJournal,
  { before, limit }: PurgeBatch,
): Promise<number> {
  const { at, index, only } = journals[table];
  const old =
    `SELECT id FROM ${table} FORCE INDEX (${index}) WHERE \`${at}\` < ? ${only} ` +
    `ORDER BY \`${at}\` LIMIT ?`;
  return deleteById(connection, table, await idsOf(connection, old, [before, limit]));
}

/** What waits for its worker has the verdict `received` and stays. */
const processed = ["applied", "unchanged", "refused", "ignored"] as const;

const oldNotifications =
  "SELECT id FROM channel_notifications FORCE INDEX (channel_notifications_verdict) " +
  "WHERE verdict = ? AND received_at < ? AND due_at IS NULL ORDER BY received_at LIMIT ?";

/** @returns how many channel notifications are gone that were processed */
export async function purgeNotifications(
  connection: Connection,
  { before, limit }: PurgeBatch,
): Promise<number> {
  for (const verdict of processed) {
    const ids = await idsOf(connection, oldNotifications, [verdict, before, limit]);
    if (ids.length > 0) return deleteById(connection, "channel_notifications", ids);
  }
  return 0;
}

export interface OldBill {
  readonly id: string;
  readonly day: string;
  readonly hasLines: boolean;
  /** A reconciliation of its day is not done with. */
  readonly isNeeded: boolean;
}

const oldBills =
  "SELECT id, day, EXISTS (SELECT 1 FROM bill_lines WHERE bill_id = bills.id) AS has_lines, " +
  "EXISTS (SELECT 1 FROM runs WHERE runs.channel_account_id = bills.channel_account_id AND runs.day = bills.day " +
  "AND runs.state NOT IN ('balanced', 'closed')) AS is_needed " +
  "FROM bills FORCE INDEX (bills_version) WHERE channel_account_id = ? AND day <= ? AND `lines` > 0 " +
  "ORDER BY day DESC LIMIT ?";

/** The bills of an account up to a day, this one included, newest day first; those of empty days are left out. */
export async function findOldBills(
  connection: Connection,
  { accountId, upTo }: { readonly accountId: string; readonly upTo: string },
  limit: number,
): Promise<OldBill[]> {
  const values = [accountId, upTo, limit];
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(oldBills, values);
  return rows.map((row) => ({
    id: String(row["id"]),
    day: String(row["day"]),
    hasLines: Number(row["has_lines"]) === 1,
    isNeeded: Number(row["is_needed"]) === 1,
  }));
}

async function idsOf(connection: Connection, sql: string, values: readonly unknown[]): Promise<string[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(sql, [...values]);
  return rows.map((row) => String(row["id"]));
}

async function deleteById(connection: Connection, table: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const [result] = await clientOf(connection).query<ResultSetHeader>(
    `DELETE FROM \`${table}\` WHERE id IN (?)`,
    [ids],
  );
  return result.affectedRows;
}
