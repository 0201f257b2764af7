import type { StatementLine } from "@compose-pay/database";
import { channelOf } from "@compose-pay/domain";
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

export const statementHeader = row(columns);

/** One payment or refund, by RFC 4180. */
export function statementLine(line: StatementLine): string {
  const isPayment = line.kind === "payment";
  return row([
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
    unformulaic(line.subject),
  ]);
}

/** The last line: what those above it sum up to. */
export function statementTotal({ paymentAmount, refundAmount, fees, net }: StatementTotals): string {
  const amount = String(paymentAmount - refundAmount);
  return row(["total", "", "", "", "", "", "", amount, "CNY", String(fees), String(net), "", ""]);
}

function row(fields: readonly string[]): string {
  return `${fields.map(quoted).join(",")}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/**
 * Free text that a spreadsheet would run as a formula is shown as text by an apostrophe before it (OWASP, CSV
 * injection). Numbers of the merchant are not touched: they hold nothing that a formula needs but a sign.
 */
function unformulaic(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
}
