import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import type { StatementKey } from "./book-totals.ts";

/** An account that has bills, on one day. */
export interface ReconciledAccount {
  readonly accountId: string;
  /** The newest run of the day ended without a discrepancy that is open. */
  readonly isReconciled: boolean;
}

/** The accounts of a mode, those of `mock` left out: no bill says anything of them. */
export async function findReconciledAccounts(
  connection: Connection,
  { live, day }: Pick<StatementKey, "live" | "day">,
): Promise<readonly ReconciledAccount[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT a.id, r.state FROM channel_accounts a
     LEFT JOIN runs r ON r.channel_account_id = a.id AND r.day = ? AND r.version =
       (SELECT MAX(n.version) FROM runs n WHERE n.channel_account_id = a.id AND n.day = ?)
     WHERE a.live = ? AND a.channel <> 'mock' ORDER BY a.id`,
    [day, day, live],
  );
  return rows.map((row) => ({
    accountId: String(row["id"]),
    isReconciled: row["state"] === "balanced" || row["state"] === "closed",
  }));
}

/** Those of the accounts in which the app has entries of the day. */
export async function findAccountsOfAppDay(
  connection: Connection,
  { appId, live, day }: StatementKey,
  accountIds: readonly string[],
): Promise<readonly string[]> {
  if (accountIds.length === 0) return [];
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT DISTINCT channel_account_id AS id FROM book_entries FORCE INDEX (book_entries_app_day)
     WHERE app_id = ? AND live = ? AND day = ? AND channel_account_id IN (?) ORDER BY id`,
    [appId, live, day, accountIds],
  );
  return rows.map((row) => String(row["id"]));
}
