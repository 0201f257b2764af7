import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { NewOrder, Order } from "./order.ts";

/** The columns of `orders` under the names of an Order's members. */
export const orderColumns = `id, channel, account, out_trade_no AS outTradeNo, product, status, amount,
  paid_amount AS paidAmount, subject, fingerprint, details, notify_url AS notifyUrl, pay_code AS payCode,
  transaction_id AS transactionId, created_at AS createdAt, expires_at AS expiresAt,
  scanned_at AS scannedAt, paid_at AS paidAt, closed_at AS closedAt,
  closed_by AS closedBy`;

type Row = Record<string, unknown>;

export function toOrder(row: Row | undefined): Order | null {
  // because the table is STRICT and only the order store writes it, a row has the shape of `orderColumns`
  return (row as Order | undefined) ?? null;
}

export function toOrders(rows: readonly Row[]): readonly Order[] {
  // because the table is STRICT and only the order store writes it, a row has the shape of `orderColumns`
  return rows as unknown as readonly Order[];
}

/** Prepared looks at `orders`, by every key that somebody asks with. */
export function prepareReads(database: DatabaseSync) {
  const select = (rest: string) => database.prepare(`SELECT ${orderColumns} FROM orders ${rest}`);
  return {
    byKey: select("WHERE channel = ? AND out_trade_no = ? AND account = ?"),
    byTransaction: select("WHERE transaction_id = ? AND channel = ? AND account = ?"),
    byNumber: select("WHERE channel = ? AND out_trade_no = ? ORDER BY id DESC LIMIT 1"),
    byPayCode: select("WHERE pay_code = ? AND channel = ?"),
    byId: select("WHERE id = ?"),
    since: select("WHERE channel = ? AND created_at >= ? ORDER BY created_at, id LIMIT ?"),
    newest: select("WHERE id < ? ORDER BY id DESC LIMIT ?"),
  };
}

/** Prepared changes of `orders`; each names the status it starts from. */
export function prepareChanges(database: DatabaseSync) {
  return {
    insert:
      database.prepare(`INSERT INTO orders (channel, account, out_trade_no, product, status, amount, subject,
      fingerprint, details, notify_url, pay_code, created_at, expires_at)
      VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)`),
    adopt: database.prepare(`UPDATE orders SET status = 'paid', paid_amount = ?, transaction_id = ?,
      scanned_at = ?, paid_at = ? WHERE id = ?`),
    scan: database.prepare(`UPDATE orders SET transaction_id = coalesce(transaction_id, ?),
      scanned_at = coalesce(scanned_at, ?) WHERE id = ? AND status = 'waiting'`),
    pay: database.prepare(`UPDATE orders SET status = 'paid', paid_amount = ?,
      transaction_id = coalesce(transaction_id, ?), scanned_at = coalesce(scanned_at, ?), paid_at = ?
      WHERE id = ? AND status = 'waiting' RETURNING ${orderColumns}`),
    close: database.prepare(
      "UPDATE orders SET status = 'closed', closed_at = ?, closed_by = ? WHERE id = ? AND status = ?",
    ),
  };
}

/** In the order of the insert's columns. */
export function insertedValues(order: NewOrder): SQLInputValue[] {
  return [
    order.channel,
    order.account,
    order.outTradeNo,
    order.product,
    order.amount,
    order.subject,
    order.fingerprint,
    order.details,
    order.notifyUrl,
    order.payCode,
    order.createdAt,
    order.expiresAt,
  ];
}
