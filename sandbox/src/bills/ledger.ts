import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { ChannelName } from "../core/channel-name.ts";
import { orderColumns, toOrder, toOrders } from "../core/order-rows.ts";
import type { Order, Refund } from "../core/order.ts";
import { refundColumns } from "../core/refund-store.ts";
import type { BillDay } from "./bill-day.ts";
import type { BillLine } from "./bill-line.ts";
import { feeBackOf, feeOf } from "./fee.ts";

const pageRows = 500;

/** Which bill: whose, of which day, and as things stood at `madeAt`. */
export type LedgerQuery = {
  readonly channel: ChannelName;
  readonly account: string;
  readonly day: BillDay;
  readonly madeAt: number;
  readonly feeRateBps: number;
};

/** The day's lines by the books, oldest first. They are read page by page as they are asked for. */
export type Ledger = { lines(query: LedgerQuery): Iterable<BillLine> };

/**
 * A payment stands on the day it was paid, also when its money went back since. A refund of WeChat Pay
 * stands on the day it was asked for, with its state of the moment when the bill was made; Alipay lists
 * what is done, on the day it was done.
 */
export function openLedger(database: DatabaseSync): Ledger {
  const payments = database.prepare(`SELECT ${orderColumns} FROM orders WHERE channel = ? AND account = ?
    AND paid_at >= ? AND paid_at < ? AND (paid_at, id) > (?, ?) ORDER BY paid_at, id LIMIT ${pageRows}`);
  const refundsBy = (time: "created_at" | "ended_at", state: string) =>
    database.prepare(`SELECT ${refundColumns}, ${earlier} AS refundedBefore FROM refunds
      WHERE ${state} AND EXISTS (SELECT 1 FROM orders
        WHERE orders.id = refunds.order_id AND orders.channel = ? AND orders.account = ?)
      AND ${time} >= ? AND ${time} < ? AND (${time}, id) > (?, ?) ORDER BY ${time}, id LIMIT ${pageRows}`);
  const refunds = {
    wechat: refundsBy("created_at", "1"),
    alipay: refundsBy("ended_at", "status = 'success'"),
  };
  const orderById = database.prepare(`SELECT ${orderColumns} FROM orders WHERE id = ?`);
  const findOrder = (id: number) => {
    const order = toOrder(orderById.get(id));
    if (order === null) throw new Error(`a refund of no order: ${id}`);
    return order;
  };
  return {
    lines(query) {
      const { channel, account, day, madeAt, feeRateBps } = query;
      const span = [channel, account, day.from, day.until];
      const paid = pages(span, (values) =>
        toOrders(payments.all(...values)).map((order) => paymentLine(order, feeRateBps)),
      );
      const back = pages(span, (values) =>
        toRefunds(refunds[channel].all(madeAt, ...values)).map((row) =>
          refundLine(findOrder(row.orderId), row, query),
        ),
      );
      return merge(paid, back);
    },
  };
}

/** What of the order was on its way back before this refund, the refunds left out that came to nothing. */
const earlier = `(SELECT coalesce(sum(before.amount), 0) FROM refunds AS before
  WHERE before.order_id = refunds.order_id AND before.id < refunds.id
  AND NOT (before.status = 'closed' AND before.ended_at <= ?))`;

type RefundRow = Refund & { readonly refundedBefore: number };

/** The line of a paid order. */
export function paymentLine(order: Order, feeRateBps: number): BillLine {
  const amount = order.paidAmount ?? order.amount;
  const fee = feeOf(amount, feeRateBps);
  return { order, refund: null, at: order.paidAt ?? order.createdAt, amount, fee, status: null };
}

function refundLine(order: Order, row: RefundRow, { channel, madeAt, feeRateBps }: LedgerQuery): BillLine {
  const { refundedBefore, ...found } = row;
  const hasEnded = found.endedAt !== null && found.endedAt <= madeAt;
  const refund: Refund = hasEnded ? found : { ...found, status: "processing", endedAt: null };
  const amount = order.paidAmount ?? order.amount;
  const fee =
    refund.status === "closed"
      ? 0
      : feeBackOf({ amount, fee: feeOf(amount, feeRateBps), refundedBefore, refund: refund.amount });
  const at = channel === "wechat" ? refund.createdAt : (refund.endedAt ?? refund.createdAt);
  return { order, refund, at, amount: refund.amount, fee, status: null };
}

function* pages(
  span: readonly SQLInputValue[],
  read: (values: SQLInputValue[]) => readonly BillLine[],
): Generator<BillLine> {
  let after: readonly SQLInputValue[] = [-1, 0];
  for (;;) {
    const page = read([...span, ...after]);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return;
    after = [last.at, (last.refund ?? last.order).id];
  }
}

/** Both are in order; at the same moment the payment comes first. */
function* merge(paid: Iterator<BillLine>, back: Iterator<BillLine>): Generator<BillLine> {
  let payment = paid.next();
  let refund = back.next();
  while (payment.done !== true || refund.done !== true) {
    const isPaymentNext =
      payment.done !== true && (refund.done === true || payment.value.at <= refund.value.at);
    if (isPaymentNext) {
      yield payment.value;
      payment = paid.next();
    } else if (refund.done !== true) {
      yield refund.value;
      refund = back.next();
    }
  }
}

function toRefunds(rows: readonly Record<string, unknown>[]): readonly RefundRow[] {
  // because the table is STRICT and only the refund store writes it, each row has the shape of its columns
  return rows as unknown as readonly RefundRow[];
}
