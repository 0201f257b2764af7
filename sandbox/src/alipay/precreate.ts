import type { Reply } from "../core/answer.ts";
import { payCode } from "../core/pay-code.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { success } from "./node.ts";
import { placeOrder } from "./place-order.ts";
import { precreateBiz } from "./product-requests.ts";
import type { Params } from "./signed-params.ts";

/**
 * alipay.trade.precreate: a QR code for an order. The trade itself begins when a customer scans it.
 * The same parameters again give the same code.
 */
export function precreate(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply {
  const parsed = parseBiz(precreateBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  const { biz } = parsed;
  const code = `https://qr.alipay.com/bax${payCode(`${account.appId}/${biz.out_trade_no}`, 21)}`;
  const placed = placeOrder(desk, account, { biz, params, payCode: code });
  if ("refused" in placed) return placed.refused;
  desk.autopay.consider(placed.order);
  return success({ out_trade_no: placed.order.outTradeNo, qr_code: placed.order.payCode });
}
