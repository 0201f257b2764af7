import type { Reply } from "../core/answer.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Order } from "../core/order.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { expiresAt } from "./expiry.ts";
import { businessFailed, invalidParameter } from "./node.ts";
import type { AlipayDetails } from "./order-details.ts";
import type { OrderBiz } from "./order-fields.ts";
import type { Params } from "./signed-params.ts";

/** An order as a merchant asks for it, checked by its product's own schema. */
export type Wish = {
  readonly biz: OrderBiz & { readonly product_code: string };
  /** The public parameters of the call. */
  readonly params: Params;
  readonly details?: Omit<AlipayDetails, "echoed">;
  /** The text of the QR code, for a product that has one. */
  readonly payCode?: string;
  /** What a new order is refused with, when its customer cannot pay. One that is there is not concerned. */
  readonly refusal?: Reply;
};

/**
 * The order that a call asks for: a new one, or the waiting one that the same parameters made before.
 * Other parameters under its number are ACQ.CONTEXT_INCONSISTENT; one that is paid or closed stays so.
 */
export function placeOrder(
  desk: AlipayDesk,
  account: AlipayAccount,
  wish: Wish,
): { readonly order: Order } | { readonly refused: Reply } {
  const { biz } = wish;
  const wrong = findWrong(account, wish);
  if (wrong !== null) return { refused: invalidParameter(wrong) };
  const key = { channel: "alipay", account: account.appId, outTradeNo: biz.out_trade_no } as const;
  const print = fingerprint(biz);
  const existing = desk.orders.find(key);
  if (existing !== null) return again(existing, biz.product_code, print);
  const now = desk.clock.now();
  const until = expiresAt({ ...biz, timeout_express: lifeOf(wish) }, now, desk.clock.offsetMs());
  if (until === null) {
    return { refused: invalidParameter(biz.time_expire === undefined ? "timeout_express" : "time_expire") };
  }
  if (wish.refusal !== undefined) return { refused: wish.refusal };
  const order = desk.orders.insert({
    ...key,
    product: biz.product_code,
    amount: biz.total_amount,
    subject: biz.subject,
    fingerprint: print,
    details: JSON.stringify({ ...wish.details, echoed: echoedOf(biz) } satisfies AlipayDetails),
    notifyUrl: wish.params["notify_url"] || null,
    payCode: wish.payCode ?? "",
    createdAt: now,
    expiresAt: until,
  });
  return { order };
}

/** What is asked for, else the 2 hours of a QR code or the 15 days of everything else. */
function lifeOf({ biz, payCode }: Wish): string {
  return biz.timeout_express ?? (payCode === undefined ? "15d" : "2h");
}

function findWrong(account: AlipayAccount, { biz, params, details }: Wish): string | null {
  if (biz.seller_id !== undefined && biz.seller_id !== account.sellerId) return "seller_id";
  if (params["notify_url"] && !isWebUrl(params["notify_url"])) return "notify_url";
  if (details?.returnUrl !== undefined && !isWebUrl(details.returnUrl)) return "return_url";
  return null;
}

function again(
  existing: Order,
  product: string,
  print: string,
): { readonly order: Order } | { readonly refused: Reply } {
  if (existing.fingerprint !== print || existing.product !== product) {
    return { refused: businessFailed("CONTEXT_INCONSISTENT") };
  }
  switch (existing.status) {
    case "paid":
      return { refused: businessFailed("TRADE_HAS_SUCCESS") };
    case "closed":
      return { refused: businessFailed("TRADE_HAS_CLOSE") };
    case "waiting":
      return { order: existing };
  }
}

function echoedOf(biz: OrderBiz): Params {
  const { body, passback_params: passedBack } = biz;
  return {
    ...(body === undefined ? {} : { body }),
    ...(passedBack === undefined ? {} : { passback_params: passedBack }),
  };
}

function isWebUrl(value: string): boolean {
  const url = URL.parse(value);
  return value.length <= 256 && (url?.protocol === "http:" || url?.protocol === "https:");
}
