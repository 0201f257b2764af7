import type { Answer } from "../core/answer.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { cashierAnswer, errorPage } from "./cashier-answer.ts";
import type { AlipayDetails } from "./order-details.ts";
import { placeOrder } from "./place-order.ts";
import { pageBiz, wapBiz } from "./product-requests.ts";
import type { Params } from "./signed-params.ts";

/**
 * alipay.trade.page.pay: the cashier for a computer's browser. The trade begins when the customer logs
 * in; the same URL may be opened again until then, and while it waits for its payment.
 */
export function openPage(desk: AlipayDesk, account: AlipayAccount, params: Params): Answer {
  const parsed = parseBiz(pageBiz, params["biz_content"]);
  if ("refused" in parsed) return errorPage(parsed.refused);
  return openWith(desk, account, { biz: parsed.biz, params, details: returnDetails(params) });
}

/** alipay.trade.wap.pay: the cashier for a phone's browser; who gives up goes to `quit_url`. */
export function openWap(desk: AlipayDesk, account: AlipayAccount, params: Params): Answer {
  const parsed = parseBiz(wapBiz, params["biz_content"]);
  if ("refused" in parsed) return errorPage(parsed.refused);
  const { biz } = parsed;
  const details = { ...returnDetails(params), quitUrl: biz.quit_url };
  return openWith(desk, account, { biz, params, details });
}

function openWith(desk: AlipayDesk, account: AlipayAccount, wish: Parameters<typeof placeOrder>[2]): Answer {
  const placed = placeOrder(desk, account, wish);
  if ("refused" in placed) return errorPage(placed.refused);
  desk.autopay.consider(placed.order);
  return cashierAnswer({ order: placed.order, seller: account.sellerId, returnUrl: null });
}

function returnDetails(params: Params): Omit<AlipayDetails, "echoed"> {
  return params["return_url"] ? { returnUrl: params["return_url"] } : {};
}
