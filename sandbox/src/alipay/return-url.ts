import { toGatewayTime } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import { signSha256 } from "../core/rsa.ts";
import { toYuan } from "../core/yuan.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseAlipayDetails } from "./order-details.ts";
import { joinSorted } from "./signed-params.ts";

const returnMethods: ReadonlyMap<string, string> = new Map([
  ["FAST_INSTANT_TRADE_PAY", "alipay.trade.page.pay.return"],
  ["QUICK_WAP_WAY", "alipay.trade.wap.pay.return"],
]);

/**
 * Where the browser of a paid order goes: the merchant's `return_url` with a signed query (Alipay
 * OpenAPI, synchronous return). It is for display only. Null when the merchant named no address.
 */
export async function signedReturnUrl(
  desk: AlipayDesk,
  account: AlipayAccount,
  order: Order,
): Promise<string | null> {
  const { returnUrl } = parseAlipayDetails(order);
  const method = returnMethods.get(order.product);
  if (returnUrl === undefined || method === undefined) return null;
  const params = {
    charset: "utf-8",
    out_trade_no: order.outTradeNo,
    method,
    total_amount: toYuan(order.paidAmount ?? order.amount),
    trade_no: order.transactionId ?? "",
    auth_app_id: account.appId,
    version: "1.0",
    app_id: account.appId,
    sign_type: "RSA2",
    seller_id: account.sellerId,
    timestamp: toGatewayTime(desk.clock.realNow()),
  };
  const { privateKey } = await desk.platform.signerFor(account);
  const sign = await signSha256(privateKey, joinSorted(params, ["sign", "sign_type"]));
  const url = new URL(returnUrl);
  for (const [name, value] of Object.entries({ ...params, sign })) url.searchParams.append(name, value);
  return url.href;
}
