import { type Connection, lockOperator, type OperatorRow } from "@compose-pay/database";

/**
 * Locks an operator whose password or code was right, unless somebody has changed them or has disabled the operator since
 * the row was read: what was right then proves nothing now.
 */
export async function lockUnchanged(
  transaction: Connection,
  tried: OperatorRow,
): Promise<OperatorRow | null> {
  const row = await lockOperator(transaction, tried.id);
  const isSame =
    row?.passwordHash === tried.passwordHash && row.totpSecret === tried.totpSecret && row.state === "active";
  return isSame ? row : null;
}
