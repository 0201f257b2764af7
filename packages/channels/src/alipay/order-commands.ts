import type { OrderPayer, OrderReference, OrderToCreate } from "../channel.ts";
import { chinaDateTime } from "../china-time.ts";
import { assertOutTradeNo } from "../out-trade-no.ts";
import type { AlipayCommand } from "./request-builder.ts";
import { yuanOf } from "./yuan.ts";

/** Alipay OpenAPI, `alipay.trade.precreate`: a QR code that the customer scans. */
export function precreate(order: OrderToCreate): AlipayCommand {
  return command("precreate", order, { product_code: "QR_CODE_OFFLINE" });
}

/** `alipay.trade.page.pay`: the cashier in a computer's browser. */
export function pagePay(order: OrderToCreate): AlipayCommand {
  const own = { product_code: "FAST_INSTANT_TRADE_PAY" };
  return { ...command("page.pay", order, own), returnUrl: order.returnUrl };
}

/**
 * `alipay.trade.wap.pay`: the cashier in a phone's browser. It must know where a customer goes who gives up
 * (`quit_url`); an order without a page to return to names the origin of its notification address.
 */
export function wapPay(order: OrderToCreate): AlipayCommand {
  const quitUrl = order.returnUrl ?? new URL(order.notifyUrl).origin;
  const own = { product_code: "QUICK_WAP_WAY", quit_url: quitUrl };
  return { ...command("wap.pay", order, own), returnUrl: order.returnUrl };
}

/** `alipay.trade.app.pay`: the merchant's app hands the signed order to Alipay's. */
export function appPay(order: OrderToCreate): AlipayCommand {
  return command("app.pay", order, { product_code: "QUICK_MSECURITY_PAY" });
}

/**
 * `alipay.trade.create`: a trade for a customer whom the merchant knows, paid inside Alipay's app.
 *
 * @param opAppId the mini program that asks for the payment
 */
export function createTrade(order: OrderToCreate, opAppId: string): AlipayCommand {
  const own = { product_code: "JSAPI_PAY", op_app_id: opAppId, ...buyerOf(order.payer) };
  return command("create", order, own);
}

/** `alipay.trade.pay`: the till scanned the customer's payment code. */
export function payByCode(order: OrderToCreate): AlipayCommand {
  const { payer } = order;
  if (payer === null || !("authCode" in payer))
    throw new Error("a barcode payment needs the customer's code");
  const own = { product_code: "FACE_TO_FACE_PAYMENT", scene: "bar_code", auth_code: payer.authCode };
  return command("pay", order, own);
}

/** `alipay.trade.query`, `.close` and `.cancel` name the order in the same way. */
export function byNumber(verb: "query" | "close" | "cancel", outTradeNo: string): AlipayCommand {
  assertOutTradeNo(outTradeNo);
  return { method: `alipay.trade.${verb}`, notifyUrl: null, bizContent: { out_trade_no: outTradeNo } };
}

/** `alipay.trade.query` by Alipay's own number where it is known, else by ours. */
export function queryOf({ outTradeNo, channelTradeNo = null }: OrderReference): AlipayCommand {
  if (channelTradeNo === null) return byNumber("query", outTradeNo);
  return { method: "alipay.trade.query", notifyUrl: null, bizContent: { trade_no: channelTradeNo } };
}

/** What every way to pay says of the order, with what is its own. After `time_expire` nobody can pay it. */
function command(verb: string, order: OrderToCreate, own: Readonly<Record<string, string>>): AlipayCommand {
  assertOutTradeNo(order.outTradeNo);
  return {
    method: `alipay.trade.${verb}`,
    notifyUrl: order.notifyUrl,
    bizContent: {
      out_trade_no: order.outTradeNo,
      total_amount: yuanOf(order.money.amount),
      subject: plain(order.subject),
      ...own,
      time_expire: chinaDateTime(order.expiresAt),
      ...(order.description && { body: plain(order.description.slice(0, longestBody)) }),
    },
  };
}

function buyerOf(payer: OrderPayer | null): Readonly<Record<string, string>> {
  if (payer !== null && "buyerId" in payer) return { buyer_id: payer.buyerId };
  if (payer !== null && "buyerOpenId" in payer) return { buyer_open_id: payer.buyerOpenId };
  throw new Error("a payment inside Alipay needs its buyer");
}

const longestBody = 128;

/**
 * Alipay refuses `/ = &` in a subject; their full-width forms read the same. It takes them in a body, and puts
 * both as they are into the text that it signs for a notification, where `&name=` would be another field.
 */
function plain(text: string): string {
  return text.replaceAll("/", "／").replaceAll("=", "＝").replaceAll("&", "＆").toWellFormed();
}
