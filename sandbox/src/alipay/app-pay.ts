import type { Reply } from "../core/answer.ts";
import type { Order } from "../core/order.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { authenticate } from "./authenticate.ts";
import { parseBiz } from "./biz-content.ts";
import { placeOrder } from "./place-order.ts";
import { appBiz } from "./product-requests.ts";
import { maxAgeMs } from "./signed-age.ts";

const appMethod = "alipay.trade.app.pay";

/**
 * alipay.trade.app.pay: a merchant's app hands the string that its server signed to Alipay's app. From
 * then on the trade waits for its payment.
 */
export function openOrderString(
  desk: AlipayDesk,
  orderString: string,
): { readonly order: Order } | { readonly refused: Reply } {
  const params = Object.fromEntries(new URLSearchParams(orderString));
  const nowMs = desk.clock.realNow();
  const checked = authenticate(params, { accounts: desk.accounts, methods: [appMethod], nowMs, maxAgeMs });
  if ("refused" in checked) return checked;
  const parsed = parseBiz(appBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed;
  const placed = placeOrder(desk, checked.account, { biz: parsed.biz, params });
  if ("refused" in placed) return placed;
  const order = desk.payer.scan(placed.order);
  desk.autopay.consider(order);
  return { order };
}
