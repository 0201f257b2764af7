import type { Reply } from "../core/answer.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { businessFailed, success } from "./node.ts";
import { placeOrder } from "./place-order.ts";
import { createBiz } from "./product-requests.ts";
import type { Params } from "./signed-params.ts";

/**
 * alipay.trade.create: a trade for a customer whom the merchant knows, for a mini program or a page
 * inside Alipay. It waits for its buyer at once.
 */
export function createTrade(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply {
  const parsed = parseBiz(createBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  const { biz } = parsed;
  if (biz.buyer_id === account.sellerId) return businessFailed("BUYER_SELLER_EQUAL");
  const buyer = biz.buyer_id === undefined ? { openId: biz.buyer_open_id } : { id: biz.buyer_id };
  const placed = placeOrder(desk, account, { biz, params, details: { buyer } });
  if ("refused" in placed) return placed.refused;
  const trade = desk.payer.scan(placed.order);
  desk.autopay.consider(trade);
  return success({ out_trade_no: trade.outTradeNo, trade_no: trade.transactionId });
}
