import { ApiProblem, type ComposePay } from "./compose-pay-api.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./order-store.ts";

export interface ShopDeps {
  readonly store: OrderStore;
  readonly api: ComposePay;
  /** Where customers reach the shop. */
  readonly publicUrl: string;
}

/**
 * Asks for the payment of an order, the first time and again: after a time-out nobody knows whether it was made,
 * and the same `order_no` finds it. Events may come while it waits for the answer, so that what is stored
 * afterwards is a change of the order as it stands then.
 */
export async function payOrder({ store, api, publicUrl }: ShopDeps, order: Order): Promise<void> {
  const { orderNo, amount, method, product } = order;
  try {
    const payment = await api.createPayment({
      order_no: orderNo,
      amount,
      method,
      subject: product,
      return_url: `${publicUrl}/orders/${orderNo}`,
    });
    const qrCode = payment.next_action?.qr_code ?? null;
    const problem = qrCode === null && payment.status === "processing" ? "The code is not ready yet." : null;
    store.change(orderNo, (now) => ({ ...now, qrCode, problem }));
  } catch (error) {
    store.change(orderNo, (now) => ({ ...now, problem: wordsOf(error) }));
  }
}

/** Gives everything back. A refund that failed is tried under a new number; any other keeps its own. */
export async function refundOrder({ store, api }: ShopDeps, orderNo: string): Promise<void> {
  const order = store.change(orderNo, (now) =>
    now.refundNo === null || now.refundStatus === "failed"
      ? { ...now, refundNo: nextRefundNo(now), refundStatus: "processing" }
      : now,
  );
  if (order?.refundNo === null || order?.refundNo === undefined) return;
  try {
    await api.createRefund({ order_no: orderNo, refund_no: order.refundNo, reason: "Sent back" });
    store.change(orderNo, (now) => ({ ...now, problem: null }));
  } catch (error) {
    store.change(orderNo, (now) => ({ ...now, problem: wordsOf(error) }));
  }
}

function nextRefundNo({ orderNo, refundNo }: Order): string {
  const made = refundNo === null ? 0 : Number(refundNo.split("-R")[1]);
  return `${orderNo}-R${made + 1}`;
}

/** What compose-pay said about it, or that it said nothing. */
function wordsOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  console.error(error);
  return "The payment service does not answer now.";
}
