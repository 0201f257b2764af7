import type { BillDesk } from "./bill-desk.ts";
import { inChina } from "./china-days.ts";
import type { Stage } from "./stage.ts";

/** A day of WeChat Pay's demo account with as many payments there as here, by the sandbox's rule for them. */
export interface FilledDay {
  readonly day: string;
  readonly rows: number;
  /** The number of the payment at a place, from 0. */
  number(place: number): string;
}

const dayMs = 86_400_000;
const rowsInStatement = 5_000;

/** Fills the bill of a day, and our books with the same payments, past the processes. */
export async function fillDay(
  { books, product }: Pick<Stage, "books" | "product">,
  desk: BillDesk,
  { day, rows }: Pick<FilledDay, "day" | "rows">,
): Promise<FilledDay> {
  const account = product.demo.accounts.wechat;
  const { appId } = product.demo;
  const date = day.replaceAll("-", "");
  const from = inChina(day, "00:00:00").getTime();
  const number = (place: number) => `fill_${date}_${String(place).padStart(8, "0")}`;
  const valuesOf = (place: number): string => {
    const amount = 100 + ((place * 7_919) % 99_900);
    const fee = Math.floor((amount * 60 + 5_000) / 10_000);
    const at = new Date(from + Math.floor((place * dayMs) / rows));
    const channelNo = `4200008888${date}${String(place).padStart(10, "0")}`;
    const moment = at.toISOString().slice(0, 23).replace("T", " ");
    const names = `'${account}', '${day}', '${number(place)}', 'payment', '${appId}', 0`;
    const paymentId = `pay_${date}_${place}`;
    return `(${names}, '${paymentId}', 'wechat_native', ${amount}, ${fee}, '${channelNo}', '${moment}', '${moment}')`;
  };
  for (let start = 0; start < rows; start += rowsInStatement) {
    const places = Array.from({ length: Math.min(rowsInStatement, rows - start) }, (_, nth) => start + nth);
    await books.change(`${insertEntries} VALUES ${places.map(valuesOf).join(",")}`);
  }
  await books.change(insertAttempts, [day]);
  await books.change(insertPayments, [day]);
  await desk.fill("wechat", day, rows);
  return { day, rows, number };
}

const insertEntries = `INSERT INTO book_entries
  (channel_account_id, day, out_no, kind, app_id, live, payment_id, method, amount, fee, channel_no, occurred_at, booked_at)`;
const insertAttempts = `INSERT INTO attempts (id, payment_id, method, channel, channel_account_id, amount, currency, state,
  channel_trade_no, fee_terms, fee, queries_made, close_requested, trace_id, created_at, expires_at, settled_at)
  SELECT out_no, payment_id, method, 'wechat', channel_account_id, amount, 'CNY', 'succeeded', channel_no,
  '{"rateBps":60,"fixed":0,"min":0,"max":null,"rounding":"half_up","returnedOnRefund":true}', fee, 0, 0, 'fill',
  occurred_at, occurred_at, occurred_at FROM book_entries WHERE day = ?`;
const insertPayments = `INSERT INTO payments (id, app_id, order_no, parameters_sha256, amount, amount_refunded, fee, currency,
  status, method, subject, metadata, live, current_attempt_id, event_sequence, trace_id, created_at, expires_at, paid_at)
  SELECT payment_id, app_id, payment_id, REPEAT('0', 64), amount, 0, fee, 'CNY', 'succeeded', method, 'fill', '{}', live,
  out_no, 1, 'fill', occurred_at, occurred_at, occurred_at FROM book_entries WHERE day = ?`;
