import type { Reply } from "../core/answer.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Order, Refund } from "../core/order.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { businessFailed } from "./node.ts";

/** Money to send back: the merchant's number for it, fen, why. */
export type RefundWish = {
  readonly requestNo: string;
  readonly amount: number;
  readonly reason: string | null;
  /** How long it takes, in milliseconds; what a tester set unless given. */
  readonly delayMs?: number;
};

/** Takes a refund on, out of what the seller has left, and never more in all than was paid. */
export function openRefund(
  desk: AlipayDesk,
  order: Order,
  wish: RefundWish,
): { readonly refund: Refund } | { readonly refused: Reply } {
  const { amount, requestNo, reason } = wish;
  const { sellerBalance } = desk.knobs;
  const left = (order.paidAmount ?? order.amount) - desk.refunds.sumOf(order.id);
  if (amount > left) return { refused: businessFailed("REASON_TRADE_REFUND_FEE_ERR") };
  if (sellerBalance !== null && sellerBalance < amount) {
    return { refused: businessFailed("SELLER_BALANCE_NOT_ENOUGH") };
  }
  const row = {
    orderId: order.id,
    outRefundNo: requestNo,
    // Alipay has no number of its own for a refund: it goes by the trade's and the merchant's.
    refundId: "",
    amount,
    reason,
    fingerprint: fingerprint({ amount }),
    details: "{}",
    notifyUrl: order.notifyUrl,
    createdAt: desk.clock.now(),
  };
  const refund = desk.refunds.open(row, wish.delayMs);
  if (refund === null) return { refused: businessFailed("TRADE_STATUS_ERROR") };
  if (sellerBalance !== null) desk.knobs.sellerBalance = sellerBalance - amount;
  return { refund };
}
