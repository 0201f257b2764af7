import type { DatabaseSync } from "node:sqlite";
import type { ChannelName } from "./channel-name.ts";
import type { NewRefund, Refund, RefundEnd } from "./order.ts";

export type RefundKey = {
  readonly channel: ChannelName;
  readonly account: string;
  readonly outRefundNo: string;
};

/** A processing refund, and when it ends. */
export type DueRefund = Refund & { readonly dueAt: number };

/** What goes back to customers, as rows. Amounts are fen. */
export type RefundStore = {
  /**
   * Keeps a refund that is processing until `dueAt`. Null, and nothing is kept, when the order is not
   * paid, when the money that has not stayed (every refund but the closed ones) would exceed what was
   * paid, or when the order has a refund with that number.
   */
  insert(refund: NewRefund, dueAt: number): Refund | null;
  findById(id: number): Refund | null;
  /** By the merchant's number, among all orders of the account. */
  find(key: RefundKey): Refund | null;
  /** The newest refund with that number, whichever account asked for it. */
  findByNumber(channel: ChannelName, outRefundNo: string): Refund | null;
  /** Oldest first. */
  ofOrder(orderId: number): readonly Refund[];
  /** The sum of an order's refunds that are not closed. */
  sumOf(orderId: number): number;
  /** Gives an open refund (processing, abnormal) its end. Null when it has ended, or so already. */
  end(id: number, status: RefundEnd, at: number): Refund | null;
  /** An abnormal refund is under way again until `dueAt`, with new details. Null when it is not abnormal. */
  resume(id: number, dueAt: number, details: string): Refund | null;
  /** Processing refunds whose time is over at `now`, the longest overdue first. */
  due(now: number): readonly DueRefund[];
  /** When the next processing refund is due; null when none is. */
  nextDueAt(): number | null;
};

/** The columns of `refunds` under the names of a Refund's members. */
export const refundColumns = `id, order_id AS orderId, out_refund_no AS outRefundNo, refund_id AS refundId, status, amount,
  reason, fingerprint, details, notify_url AS notifyUrl, created_at AS createdAt, ended_at AS endedAt`;
const sum = "(SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = ? AND status <> 'closed')";
const ofAccount = "order_id IN (SELECT id FROM orders WHERE channel = ? AND account = ?)";

export function openRefundStore(database: DatabaseSync): RefundStore {
  const select = (rest: string) => database.prepare(`SELECT ${refundColumns} FROM refunds ${rest}`);
  const change = (rest: string) => database.prepare(`UPDATE refunds SET ${rest} RETURNING ${refundColumns}`);
  const put = database.prepare(`INSERT OR IGNORE INTO refunds (order_id, out_refund_no, refund_id, status,
    amount, reason, fingerprint, details, notify_url, created_at, due_at)
    SELECT id, ?, ?, 'processing', ?, ?, ?, ?, ?, ?, ? FROM orders
    WHERE id = ? AND paid_at IS NOT NULL AND ${sum} + ? <= paid_amount RETURNING ${refundColumns}`);
  const total = database.prepare(`SELECT ${sum} AS total`);
  const next = database.prepare("SELECT min(due_at) AS at FROM refunds WHERE due_at IS NOT NULL");
  const byId = select("WHERE id = ?");
  const byKey = select(`WHERE out_refund_no = ? AND ${ofAccount} ORDER BY id DESC LIMIT 1`);
  const byNumber = select(`WHERE out_refund_no = ? AND order_id IN (SELECT id FROM orders WHERE channel = ?)
    ORDER BY id DESC LIMIT 1`);
  const byOrder = select("WHERE order_id = ? ORDER BY id");
  const overdue = database.prepare(
    `SELECT ${refundColumns}, due_at AS dueAt FROM refunds WHERE due_at <= ? ORDER BY due_at, id`,
  );
  const end = change(`status = ?1, ended_at = ?2, due_at = NULL
    WHERE id = ?3 AND status IN ('processing', 'abnormal') AND status <> ?1`);
  const resume = change(
    "status = 'processing', ended_at = NULL, due_at = ?, details = ? WHERE id = ? AND status = 'abnormal'",
  );
  return {
    insert(refund, dueAt) {
      const { orderId, outRefundNo, refundId, amount, reason, fingerprint, details } = refund;
      const told = [outRefundNo, refundId, amount, reason, fingerprint, details, refund.notifyUrl];
      return toRefund(put.get(...told, refund.createdAt, dueAt, orderId, orderId, amount));
    },
    findById: (id) => toRefund(byId.get(id)),
    find: (key) => toRefund(byKey.get(key.outRefundNo, key.channel, key.account)),
    findByNumber: (channel, outRefundNo) => toRefund(byNumber.get(outRefundNo, channel)),
    ofOrder: (orderId) => toRefunds(byOrder.all(orderId)),
    sumOf: (orderId) => Number(total.get(orderId)?.["total"]),
    end: (id, status, at) => toRefund(end.get(status, at, id)),
    resume: (id, dueAt, details) => toRefund(resume.get(dueAt, details, id)),
    // because the table is STRICT, only this file writes it, and what is due has a due_at
    due: (now) => overdue.all(now) as unknown as readonly DueRefund[],
    nextDueAt: () => {
      const at = next.get()?.["at"];
      return typeof at === "number" ? at : null;
    },
  };
}

function toRefund(row: Record<string, unknown> | undefined): Refund | null {
  // because the table is STRICT and only this file writes it, a row has the shape of `refundColumns`
  return (row as Refund | undefined) ?? null;
}

function toRefunds(rows: readonly Record<string, unknown>[]): readonly Refund[] {
  // because the table is STRICT and only this file writes it, each row has the shape of `refundColumns`
  return rows as unknown as readonly Refund[];
}
