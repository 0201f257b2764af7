import type { Order } from "../core/order.ts";

const cashierProducts: readonly string[] = ["FAST_INSTANT_TRADE_PAY", "QUICK_WAP_WAY"];

/** Where a person pays in a browser, as a path of the sandbox; null for a product that has no such page. */
export function cashierPath(order: Order): string | null {
  return cashierProducts.includes(order.product) ? `/alipay/cashier/${order.id}` : null;
}
