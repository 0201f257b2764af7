import type { ResultSetHeader, RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

/**
 * Takes a part of what is left of a payment for a refund: the one statement that decides what can be refunded,
 * under any number of refunds at once.
 *
 * @param amount in fen
 * @returns false when the payment has not succeeded or not so much is left; nothing is changed then
 */
export async function reserveBalance(
  transaction: Connection,
  paymentId: string,
  amount: number,
): Promise<boolean> {
  const [result] = await clientOf(transaction).query<ResultSetHeader>(
    `UPDATE payments SET amount_refunded = amount_refunded + ?
     WHERE id = ? AND status = 'succeeded' AND amount_refunded + ? <= amount`,
    [amount, paymentId, amount],
  );
  return result.affectedRows === 1;
}

/** What of the payment's fee its refunds give back that have not failed, in fen; for one that holds its lock. */
export async function feeReturnedBefore(transaction: Connection, paymentId: string): Promise<number> {
  const [rows] = await clientOf(transaction).query<RowDataPacket[]>(
    `SELECT COALESCE(SUM(fee_returned), 0) AS fee FROM refunds FORCE INDEX (refunds_payment)
     WHERE payment_id = ? AND state <> 'failed' AND kind <> 'duplicate'`,
    [paymentId],
  );
  return Number(rows[0]?.["fee"] ?? 0);
}
