import { ok } from "../answers.ts";
import type { Answer, CreatedOrder, OrderToCreate } from "../channel.ts";
import type { NextAction } from "../next-action.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { appPay, pagePay, wapPay } from "./order-commands.ts";
import { pageForm } from "./page-form.ts";

/*
 * Orders that the customer carries to Alipay under our signature. No call goes out, and there is no trade
 * before the customer opens the cashier; what was signed can be paid until its `time_expire`, and nothing
 * that we could send takes it back.
 *
 * `timestamp` is the order's creation, so that a repeated create signs the same bytes. At the signing
 * nobody knows when the customer will come, so no narrow window can hold for it: channels.md B5 bounds such
 * an order by `time_expire` alone, and names no other end of a signed page.
 */

/** Alipay OpenAPI, `alipay.trade.page.pay` and `alipay.trade.wap.pay`: the cashier in a browser. */
export function signForBrowser(
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Answer<CreatedOrder> {
  const { builder, credentials, gatewayUrl } = parts;
  const command = order.method === "alipay_wap" ? wapPay(order) : pagePay(order);
  const signed = builder.sign(command, order.createdAt);
  switch (credentials.pageAs) {
    case "redirect":
      return signedOrder(run, { type: "redirect", url: `${gatewayUrl}?${signed.query}&${signed.form}` });
    case "form":
      return signedOrder(run, { type: "form", html: pageForm(gatewayUrl, signed) });
  }
}

/** `alipay.trade.app.pay`: what the merchant's app gives to Alipay's. */
export function signForApp(
  { builder }: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Answer<CreatedOrder> {
  const { query, form } = builder.sign(appPay(order), order.createdAt);
  return signedOrder(run, { type: "alipay_app", order_string: `${query}&${form}` });
}

function signedOrder(run: OperationRun, nextAction: NextAction): Answer<CreatedOrder> {
  const call = run.startCall("create")({ httpStatus: null, channelCode: null, channelRequestId: null });
  return ok({ state: "waiting", nextAction }, call);
}
