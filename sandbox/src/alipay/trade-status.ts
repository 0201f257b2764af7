import type { Order, Refund } from "../core/order.ts";

const refundableMs = 365 * 24 * 60 * 60 * 1000;

type TradeStatus = "WAIT_BUYER_PAY" | "TRADE_SUCCESS" | "TRADE_FINISHED" | "TRADE_CLOSED";

/** Where a trade stands: closed once all its money went back, finished when refunds are over (12 months). */
export function tradeStatus(order: Order, refunded: number, nowMs: number): TradeStatus {
  switch (order.status) {
    case "waiting":
      return "WAIT_BUYER_PAY";
    case "closed":
      return "TRADE_CLOSED";
    case "paid":
      if (refunded >= (order.paidAmount ?? order.amount)) return "TRADE_CLOSED";
      return nowMs - (order.paidAt ?? 0) > refundableMs ? "TRADE_FINISHED" : "TRADE_SUCCESS";
  }
}

/** What has arrived at the customer, in fen. */
export function refundedOf(refunds: readonly Refund[]): number {
  return refunds
    .filter((refund) => refund.status === "success")
    .reduce((sum, refund) => sum + refund.amount, 0);
}
