import type { Reply } from "../core/answer.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Order } from "../core/order.ts";
import { payCode } from "../core/pay-code.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { expiresAt } from "./expiry.ts";
import { businessFailed, invalidParameter, success } from "./node.ts";
import type { PrecreateBiz } from "./precreate-request.ts";

/** The call beside its `biz_content`. */
export type PrecreateCall = { readonly biz: PrecreateBiz; readonly notifyUrl: string | undefined };

/**
 * alipay.trade.precreate: a QR code for an order. The trade itself begins when a customer scans it.
 * The same parameters again give the same code, others ACQ.CONTEXT_INCONSISTENT.
 */
export function precreate(desk: AlipayDesk, account: AlipayAccount, call: PrecreateCall): Reply {
  const { biz, notifyUrl } = call;
  if (biz.seller_id !== undefined && biz.seller_id !== account.sellerId) return invalidParameter("seller_id");
  if (notifyUrl !== undefined && !isNotifyUrl(notifyUrl)) return invalidParameter("notify_url");
  const key = { channel: "alipay", account: account.appId, outTradeNo: biz.out_trade_no } as const;
  const print = fingerprint(biz);
  const existing = desk.orders.find(key);
  if (existing !== null) return answerAgain(desk, existing, print);
  const now = desk.clock.now();
  const until = expiresAt(biz, now, desk.clock.offsetMs());
  if (until === null)
    return invalidParameter(biz.time_expire === undefined ? "timeout_express" : "time_expire");
  const order = desk.orders.insert({
    ...key,
    product: biz.product_code ?? "FACE_TO_FACE_PAYMENT",
    amount: biz.total_amount,
    subject: biz.subject,
    fingerprint: print,
    details: JSON.stringify({ echoed: { body: biz.body, passback_params: biz.passback_params } }),
    notifyUrl: notifyUrl ?? null,
    payCode: `https://qr.alipay.com/bax${payCode(`${account.appId}/${biz.out_trade_no}`, 21)}`,
    createdAt: now,
    expiresAt: until,
  });
  return handOut(desk, order);
}

function answerAgain(desk: AlipayDesk, existing: Order, print: string): Reply {
  if (existing.fingerprint !== print) return businessFailed("CONTEXT_INCONSISTENT");
  switch (existing.status) {
    case "paid":
      return businessFailed("TRADE_HAS_SUCCESS");
    case "closed":
      return businessFailed("TRADE_HAS_CLOSE");
    case "waiting":
      return handOut(desk, existing);
  }
}

function handOut(desk: AlipayDesk, order: Order): Reply {
  desk.autopay.consider(order);
  return success({ out_trade_no: order.outTradeNo, qr_code: order.payCode });
}

function isNotifyUrl(value: string): boolean {
  const url = URL.parse(value);
  return value.length <= 256 && (url?.protocol === "http:" || url?.protocol === "https:");
}
