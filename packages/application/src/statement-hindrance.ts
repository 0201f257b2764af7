import {
  type Connection,
  findAccountsOfAppDay,
  findReconciledAccounts,
  type StatementKey,
} from "@compose-pay/database";
import { dayOfChina, startOfDay } from "@compose-pay/domain";

/** Why a day's statement cannot be built yet. */
export type StatementHindrance =
  | { readonly kind: "day_not_over" }
  /** No account with bills has entries of the app, so that nothing but time says that no more of them come. */
  | { readonly kind: "before_half_past_ten" }
  /** Accounts in which the app has entries: their newest run of the day has an end without open discrepancies. */
  | { readonly kind: "not_reconciled"; readonly accountIds: readonly string[] };

/** When the statements of days without bills are built, on the day after in China: channels have their bills by ten. */
const readyAfterMs = (24 + 10.5) * 3_600_000;

/** @returns null when the statement of this app, mode and day can be built */
export async function findHindrance(
  connection: Connection,
  key: StatementKey,
  now: Date,
): Promise<StatementHindrance | null> {
  if (dayOfChina(now) <= key.day) return { kind: "day_not_over" };
  const accounts = await findReconciledAccounts(connection, key);
  const waiting = accounts.flatMap(({ accountId, isReconciled }) => (isReconciled ? [] : [accountId]));
  const accountIds = await findAccountsOfAppDay(connection, key, waiting);
  if (accountIds.length > 0) return { kind: "not_reconciled", accountIds };
  const readyAtMs = startOfDay(key.day).getTime() + readyAfterMs;
  if (now.getTime() >= readyAtMs) return null;
  const withBills = await findAccountsOfAppDay(
    connection,
    key,
    accounts.map(({ accountId }) => accountId),
  );
  return withBills.length > 0 ? null : { kind: "before_half_past_ten" };
}
