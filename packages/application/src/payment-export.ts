import {
  type Connection,
  type ListedPayment,
  listPaymentsNewestFirst,
  type PaymentListFilter,
  type PaymentsOfAccount,
  type PaymentsOfApps,
} from "@compose-pay/database";
import { yuanText } from "@compose-pay/domain";
import { csvRow, csvText } from "./csv-row.ts";

const columns = [
  "id",
  "order_no",
  "app_id",
  "app_name",
  "mode",
  "status",
  "method",
  "channel",
  "channel_trade_no",
  "amount_yuan",
  "refunded_yuan",
  "fee_yuan",
  "currency",
  "subject",
  "created_at",
  "paid_at",
  "closed_at",
] as const;

/** What a list is narrowed down to, whatever the page. */
export type UnpagedPaymentFilter =
  | Omit<PaymentsOfApps, "after" | "limit">
  | Omit<PaymentsOfAccount, "after" | "limit">;

/** Excel takes a file for UTF-8 only if it begins with it. */
const byteOrderMark = "\uFEFF";

/** How many rows are held in memory at a time. */
const pageRows = 500;

/**
 * The CSV of a list of payments, newest first, read piece by piece, each over one connection that is given back in
 * between. Whoever leaves off early ends the reading.
 *
 * @param most rows; when there are more, a last line says so
 */
export async function* paymentExport(
  connection: Connection,
  filter: UnpagedPaymentFilter,
  most: number,
): AsyncGenerator<string, void, undefined> {
  yield byteOrderMark + csvRow(columns);
  let left = most;
  let after: PaymentListFilter["after"];
  for (;;) {
    // One more tells whether the bound cuts something off.
    const limit = Math.min(pageRows, left + 1);
    const rows = await listPaymentsNewestFirst(connection, { ...filter, after, limit });
    const taken = rows.slice(0, left);
    if (taken.length > 0) yield taken.map(paymentLine).join("");
    left -= taken.length;
    const last = taken.at(-1)?.mark;
    if (rows.length > taken.length) yield csvRow([`more than ${most} payments: the older ones are left out`]);
    if (rows.length < limit || last === undefined || rows.length > taken.length) return;
    after = last;
  }
}

function paymentLine({ payment, attempt, appName }: ListedPayment): string {
  return csvRow([
    payment.id,
    csvText(payment.orderNo),
    payment.appId,
    csvText(appName ?? ""),
    payment.live ? "live" : "test",
    payment.status,
    payment.method,
    attempt.channel,
    csvText(attempt.channelTradeNo ?? ""),
    yuanText(payment.amount),
    yuanText(payment.amountRefunded),
    yuanText(payment.fee),
    payment.currency,
    csvText(payment.subject),
    payment.createdAt.toISOString(),
    payment.paidAt?.toISOString() ?? "",
    payment.closedAt?.toISOString() ?? "",
  ]);
}
