import { totalsOf } from "@compose-pay/application";
import type { StatementRow } from "@compose-pay/database";

/** Amounts in fen. */
export function statementDocument(row: StatementRow) {
  const { payments, paymentAmount, refunds, refundAmount, fees, net, bytes } = totalsOf(row);
  return {
    app_id: row.appId,
    live: row.live,
    day: row.day,
    payments,
    payment_amount: paymentAmount,
    refunds,
    refund_amount: refundAmount,
    fees,
    net,
    bytes,
    sha256: row.sha256,
    built_at: row.builtAt.toISOString(),
  };
}
