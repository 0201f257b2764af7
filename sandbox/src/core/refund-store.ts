import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "./clock.ts";
import type { Refund } from "./order.ts";

/** What went back to customers. Amounts are fen. */
export type RefundStore = {
  insert(refund: Refund): void;
  ofOrder(orderId: number): readonly Refund[];
};

export function openRefundStore(database: DatabaseSync, clock: Clock): RefundStore {
  const put = database.prepare(
    "INSERT OR IGNORE INTO refunds (order_id, out_refund_no, status, amount, created_at) VALUES (?, ?, ?, ?, ?)",
  );
  const byOrder = database.prepare(
    "SELECT order_id AS orderId, out_refund_no AS outRefundNo, status, amount FROM refunds WHERE order_id = ? ORDER BY id",
  );
  return {
    insert(refund) {
      put.run(refund.orderId, refund.outRefundNo, refund.status, refund.amount, clock.now());
    },
    // because the table is STRICT and only this file writes it, each row has the shape of a Refund
    ofOrder: (orderId) => byOrder.all(orderId) as unknown as readonly Refund[],
  };
}
