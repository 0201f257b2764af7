import type { BookedKind, Currency, Method } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";
import type { StatementKey } from "./book-totals.ts";

/** An entry as its merchant knows it. Nothing in it changes once it is booked. */
export interface StatementLine {
  readonly outNo: string;
  readonly kind: BookedKind;
  readonly paymentId: string;
  readonly orderNo: string;
  /** Null for a payment, and for a refund that no merchant asked for. */
  readonly refundNo: string | null;
  readonly method: Method;
  readonly channelNo: string | null;
  /** In fen, never negative. */
  readonly amount: number;
  readonly currency: Currency;
  /** In fen; what a refund gives back of it is negative. */
  readonly fee: number;
  readonly occurredAt: Date;
  readonly subject: string;
}

type Cells = readonly [
  outNo: string,
  kind: BookedKind,
  paymentId: string,
  orderNo: string,
  refundNo: string | null,
  method: Method,
  channelNo: string | null,
  amount: number,
  currency: Currency,
  fee: number,
  occurredAt: string,
  subject: string,
];

/**
 * The next entries of one app, mode and day in the order of their numbers. Every key is forced: a server would rather
 * scan a small table beside them, and then reads and sorts all that is left of the day for each page.
 *
 * @param page `after`: the last number of the page before, empty for the first page
 */
export async function readStatementPage(
  connection: Connection,
  { appId, live, day }: StatementKey,
  page: { readonly after: string; readonly limit: number },
): Promise<StatementLine[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[][]>(
    {
      sql: `SELECT e.out_no, e.kind, e.payment_id, p.order_no, r.refund_no, e.method, e.channel_no, e.amount,
          p.currency, e.fee, e.occurred_at, p.subject
        FROM book_entries e FORCE INDEX (book_entries_app_day) STRAIGHT_JOIN payments p FORCE INDEX (PRIMARY) ON p.id = e.payment_id
        LEFT JOIN refunds r FORCE INDEX (PRIMARY) ON e.kind = 'refund' AND r.id = e.out_no
        WHERE e.app_id = ? AND e.live = ? AND e.day = ? AND e.out_no > ? ORDER BY e.out_no LIMIT ?`,
      rowsAsArray: true,
    },
    [appId, live, day, page.after, page.limit],
  );
  // because these are the columns of the SELECT, in its order
  return (rows as unknown as readonly Cells[]).map((cells) => lineOf(cells));
}

function lineOf([outNo, kind, paymentId, orderNo, refundNo, method, ...rest]: Cells): StatementLine {
  const [channelNo, amount, currency, fee, occurredAt, subject] = rest;
  const names = { outNo, kind, paymentId, orderNo, refundNo, method, channelNo, subject };
  return { ...names, amount, currency, fee, occurredAt: readMoment(occurredAt) };
}
