import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";
import {
  type NewestFirstPage,
  newestFirstConditions,
  type PageMark,
  type WordedStatement,
} from "../statements/newest-first.ts";

/** Payments that were tried at one channel account; the times are those of the attempts. */
export interface PaymentsOfAccount extends NewestFirstPage {
  readonly accountId: string;
}

/** A payment by its newest attempt at the account. */
export interface PaymentOfAccount {
  readonly paymentId: string;
  readonly mark: PageMark;
}

/**
 * Each payment once, by its newest attempt there: an earlier one is passed over by the key of its payment, which has a few
 * attempts and no more.
 */
function paymentsOfAccountStatement({ accountId, ...page }: PaymentsOfAccount): WordedStatement {
  const { conditions, values } = newestFirstConditions({ moment: "a.created_at", id: "a.id" }, page);
  const where = ["a.channel_account_id = ?", ...conditions].join(" AND ");
  return {
    sql:
      "SELECT a.payment_id, a.created_at, a.id FROM attempts AS a FORCE INDEX (attempts_account) " +
      `WHERE ${where} AND NOT EXISTS (SELECT 1 FROM attempts AS later FORCE INDEX (attempts_payment) ` +
      "WHERE later.payment_id = a.payment_id AND later.id > a.id " +
      "AND later.channel_account_id = a.channel_account_id) " +
      "ORDER BY a.created_at DESC, a.id DESC LIMIT ?",
    values: [accountId, ...values, page.limit],
  };
}

export async function readPaymentsOfAccount(
  connection: Connection,
  filter: PaymentsOfAccount,
): Promise<readonly PaymentOfAccount[]> {
  const { sql, values } = paymentsOfAccountStatement(filter);
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(sql, [...values]);
  return rows.map((row) => ({
    paymentId: String(row["payment_id"]),
    mark: { createdAt: readMoment(String(row["created_at"])), id: String(row["id"]) },
  }));
}
