import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { ChannelName } from "./channel-name.ts";
import type { Clock } from "./clock.ts";
import type { NewOrder, Order } from "./order.ts";

type OrderKey = {
  readonly channel: ChannelName;
  readonly account: string;
  readonly outTradeNo: string;
};

/**
 * The orders of both channels. A waiting order whose time is over is closed before anyone sees it,
 * so every order that comes out of here is what the channel would say at this moment.
 */
export type OrderStore = {
  insert(order: NewOrder): Order;
  find(key: OrderKey): Order | null;
  findByTransaction(channel: ChannelName, account: string, transactionId: string): Order | null;
  /** The newest order with that number, whichever account created it. */
  findByNumber(channel: ChannelName, outTradeNo: string): Order | null;
  findById(id: number): Order | null;
  /** Orders created at or after `sinceMs`, oldest first. */
  listSince(channel: ChannelName, sinceMs: number, limit: number): readonly Order[];
  /** Newest first, those older than order `beforeId`. */
  listNewest(beforeId: number, limit: number): readonly Order[];
  /** The customer opened the code: the channel's own trade begins. Nothing changes the second time. */
  scan(order: Order, transactionId: string | null): Order;
  /** The paid order; null when it was no longer waiting. */
  pay(order: Order, payment: { readonly transactionId: string; readonly amount: number }): Order | null;
  /** Closes a waiting order, or a paid one whose money went back. False when its status is another by now. */
  close(order: Order): boolean;
};

const columns = `id, channel, account, out_trade_no AS outTradeNo, product, status, amount,
  paid_amount AS paidAmount, subject, fingerprint, details, notify_url AS notifyUrl, pay_code AS payCode,
  transaction_id AS transactionId, created_at AS createdAt, expires_at AS expiresAt,
  scanned_at AS scannedAt, paid_at AS paidAt, closed_at AS closedAt`;

export function openOrderStore(database: DatabaseSync, clock: Clock): OrderStore {
  const select = (rest: string) => database.prepare(`SELECT ${columns} FROM orders ${rest}`);
  const byKey = select("WHERE channel = ? AND out_trade_no = ? AND account = ?");
  const byTransaction = select("WHERE transaction_id = ? AND channel = ? AND account = ?");
  const byNumber = select("WHERE channel = ? AND out_trade_no = ? ORDER BY id DESC LIMIT 1");
  const byId = select("WHERE id = ?");
  const since = select("WHERE channel = ? AND created_at >= ? ORDER BY created_at, id LIMIT ?");
  const newest = select("WHERE id < ? ORDER BY id DESC LIMIT ?");
  const change = prepareChanges(database);

  let nextExpiryAt = Number(change.nextExpiry.get()?.["at"] ?? Infinity);
  const closeExpired = () => {
    const now = clock.now();
    if (now < nextExpiryAt) return;
    change.expire.run(now);
    nextExpiryAt = Number(change.nextExpiry.get()?.["at"] ?? Infinity);
  };
  const one = (statement: typeof byId, ...values: SQLInputValue[]): Order | null => {
    closeExpired();
    return toOrder(statement.get(...values));
  };
  const many = (statement: typeof byId, ...values: SQLInputValue[]): readonly Order[] => {
    closeExpired();
    // because the table is STRICT and only this file writes it, each row has the shape of `columns`
    return statement.all(...values) as unknown as readonly Order[];
  };

  return {
    insert(order) {
      const { lastInsertRowid } = change.insert.run(...insertedValues(order));
      nextExpiryAt = Math.min(nextExpiryAt, order.expiresAt);
      return {
        ...order,
        id: Number(lastInsertRowid),
        status: "waiting",
        paidAmount: null,
        transactionId: null,
        scannedAt: null,
        paidAt: null,
        closedAt: null,
      };
    },
    find: (key) => one(byKey, key.channel, key.outTradeNo, key.account),
    findByTransaction: (channel, account, id) => one(byTransaction, id, channel, account),
    findByNumber: (channel, outTradeNo) => one(byNumber, channel, outTradeNo),
    findById: (id) => one(byId, id),
    listSince: (channel, sinceMs, limit) => many(since, channel, sinceMs, limit),
    listNewest: (beforeId, limit) => many(newest, beforeId, limit),
    scan(order, transactionId) {
      change.scan.run(transactionId, clock.now(), order.id);
      return one(byId, order.id) ?? order;
    },
    pay(order, payment) {
      const now = clock.now();
      return one(change.pay, payment.amount, payment.transactionId, now, now, order.id);
    },
    close: (order) => change.close.run(clock.now(), order.id, order.status).changes === 1,
  };
}

function prepareChanges(database: DatabaseSync) {
  return {
    insert:
      database.prepare(`INSERT INTO orders (channel, account, out_trade_no, product, status, amount, subject,
      fingerprint, details, notify_url, pay_code, created_at, expires_at)
      VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)`),
    nextExpiry: database.prepare("SELECT min(expires_at) AS at FROM orders WHERE status = 'waiting'"),
    expire: database.prepare(`UPDATE orders SET status = 'closed', closed_at = expires_at
      WHERE status = 'waiting' AND expires_at <= ?`),
    scan: database.prepare(`UPDATE orders SET transaction_id = coalesce(transaction_id, ?),
      scanned_at = coalesce(scanned_at, ?) WHERE id = ? AND status = 'waiting'`),
    pay: database.prepare(`UPDATE orders SET status = 'paid', paid_amount = ?,
      transaction_id = coalesce(transaction_id, ?), scanned_at = coalesce(scanned_at, ?), paid_at = ?
      WHERE id = ? AND status = 'waiting' RETURNING ${columns}`),
    close: database.prepare(`UPDATE orders SET status = 'closed', closed_at = ?
      WHERE id = ? AND status = ?`),
  };
}

function insertedValues(order: NewOrder): SQLInputValue[] {
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

function toOrder(row: Record<string, unknown> | undefined): Order | null {
  // because the table is STRICT and only this file writes it, a row has the shape of `columns`
  return (row as Order | undefined) ?? null;
}
