import type { StatementLine } from "@compose-pay/database";
import { channelOf } from "@compose-pay/domain";
import { csvRow, csvText } from "./csv-row.ts";
import { netOf, type StatementTotals } from "./statement-totals.ts";

/** The columns of a statement. Amounts are in fen, those of refunds negative. */
const columns = [
  "type",
  "id",
  "order_no",
  "refund_no",
  "method",
  "channel",
  "channel_no",
  "amount",
  "currency",
  "fee",
  "net",
  "occurred_at",
  "subject",
] as const;

export const statementHeader = csvRow(columns);

/**
 * One payment or refund, by RFC 4180. Numbers of the merchant are not touched: they hold nothing that a formula needs
 * but a sign.
 */
export function statementLine(line: StatementLine): string {
  const isPayment = line.kind === "payment";
  return csvRow([
    line.kind,
    isPayment ? line.paymentId : line.outNo,
    line.orderNo,
    line.refundNo ?? "",
    line.method,
    channelOf(line.method) ?? "",
    line.channelNo ?? "",
    String(isPayment ? line.amount : 0 - line.amount),
    line.currency,
    String(line.fee),
    String(netOf(line)),
    line.occurredAt.toISOString(),
    csvText(line.subject),
  ]);
}

/** The last line: what those above it sum up to. */
export function statementTotal({ paymentAmount, refundAmount, fees, net }: StatementTotals): string {
  const amount = String(paymentAmount - refundAmount);
  return csvRow(["total", "", "", "", "", "", "", amount, "CNY", String(fees), String(net), "", ""]);
}
