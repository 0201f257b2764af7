import { chinaRfc3339 } from "../china-time.ts";
import type { OrderToCreate } from "../channel.ts";
import { assertOutTradeNo } from "../out-trade-no.ts";

/** WeChat Pay APIv3, order creation: the members that every order has which is paid later. */
export function prepaidOrder(order: OrderToCreate) {
  return {
    ...commonOrder(order),
    time_expire: chinaRfc3339(order.expiresAt),
    notify_url: order.notifyUrl,
  };
}

/**
 * 付款码: paid while the call lasts, so that nothing expires and nothing is notified. The scene is demanded, and
 * tells of the till: its shop, and its address where the request came with one.
 */
export function codepayOrder(order: OrderToCreate, storeOutId: string) {
  const { payer, clientIp } = order;
  if (payer === null || !("authCode" in payer)) throw new Error("wechat_codepay needs the scanned code");
  return {
    ...commonOrder(order),
    payer: { auth_code: payer.authCode },
    scene_info: { ...(clientIp !== null && { device_ip: clientIp }), store_info: { out_id: storeOutId } },
  };
}

/** What H5 orders have besides; the customer's address is what WeChat Pay holds the browser against. */
export function h5Scene({ clientIp }: OrderToCreate) {
  if (clientIp === null) throw new Error("wechat_h5 needs the customer's address");
  return { payer_client_ip: clientIp, h5_info: { type: "Wap" } };
}

export function openidOf({ payer, method }: OrderToCreate): string {
  if (payer === null || !("openid" in payer)) throw new Error(`${method} needs the customer's openid`);
  return payer.openid;
}

function commonOrder(order: OrderToCreate) {
  assertOutTradeNo(order.outTradeNo);
  return {
    description: order.subject,
    out_trade_no: order.outTradeNo,
    amount: { total: order.money.amount, currency: order.money.currency },
  };
}
