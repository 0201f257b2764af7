import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { ChannelName } from "./channel-name.ts";
import type { Clock } from "./clock.ts";
import { createOrderExpiry } from "./order-expiry.ts";
import { insertedValues, prepareChanges, prepareReads, toOrder, toOrders } from "./order-rows.ts";
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
  /** Puts an order that was paid elsewhere into the books as it is, under an id of their own. */
  adopt(order: Order): Order;
  find(key: OrderKey): Order | null;
  findByTransaction(channel: ChannelName, account: string, transactionId: string): Order | null;
  /** The newest order with that number, whichever account created it. */
  findByNumber(channel: ChannelName, outTradeNo: string): Order | null;
  /** By what it is paid with: the text of a QR code, a prepay_id. */
  findByPayCode(channel: ChannelName, payCode: string): Order | null;
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
  close(order: Order, by?: "customer" | "merchant"): boolean;
};

export function openOrderStore(database: DatabaseSync, clock: Clock): OrderStore {
  const read = prepareReads(database);
  const change = prepareChanges(database);
  const expiry = createOrderExpiry(database, clock);
  const one = (statement: StatementSync, ...values: SQLInputValue[]) => {
    expiry.closeExpired();
    return toOrder(statement.get(...values));
  };
  const many = (statement: StatementSync, ...values: SQLInputValue[]) => {
    expiry.closeExpired();
    return toOrders(statement.all(...values));
  };
  return {
    insert(order) {
      const { lastInsertRowid } = change.insert.run(...insertedValues(order));
      expiry.watch(order.expiresAt);
      return { ...order, ...unpaid, id: Number(lastInsertRowid) };
    },
    adopt(order) {
      const { lastInsertRowid } = change.insert.run(...insertedValues(order));
      const { paidAmount, transactionId, scannedAt, paidAt } = order;
      change.adopt.run(paidAmount, transactionId, scannedAt, paidAt, lastInsertRowid);
      return { ...order, id: Number(lastInsertRowid) };
    },
    find: (key) => one(read.byKey, key.channel, key.outTradeNo, key.account),
    findByTransaction: (channel, account, id) => one(read.byTransaction, id, channel, account),
    findByNumber: (channel, outTradeNo) => one(read.byNumber, channel, outTradeNo),
    findByPayCode: (channel, payCode) => one(read.byPayCode, payCode, channel),
    findById: (id) => one(read.byId, id),
    listSince: (channel, sinceMs, limit) => many(read.since, channel, sinceMs, limit),
    listNewest: (beforeId, limit) => many(read.newest, beforeId, limit),
    scan(order, transactionId) {
      change.scan.run(transactionId, clock.now(), order.id);
      return one(read.byId, order.id) ?? order;
    },
    pay(order, { amount, transactionId }) {
      const now = clock.now();
      return one(change.pay, amount, transactionId, now, now, order.id);
    },
    close: (order, by = "merchant") =>
      change.close.run(clock.now(), by, order.id, order.status).changes === 1,
  };
}

const unpaid = {
  status: "waiting",
  paidAmount: null,
  transactionId: null,
  scannedAt: null,
  paidAt: null,
  closedAt: null,
  closedBy: null,
} as const;
