import type { Method } from "@compose-pay/domain";

import type { Channel, OrderToCreate } from "../src/channel.ts";
import type { NextAction } from "../src/next-action.ts";
import type { SandboxRig } from "./sandbox-rig.ts";

/** An order by any of Alipay's methods, for a customer who takes time. */
export function alipayOrder(
  rig: SandboxRig,
  method: Method,
  changes: Partial<OrderToCreate> = {},
): OrderToCreate {
  return rig.newOrder("alipay", {
    method,
    returnUrl: "https://shop.example/back",
    ...payerOf(method),
    ...changes,
  });
}

/** A payment code; what it ends in says what becomes of it, 9003 that the customer is asked for a password. */
export function paymentCode(ending: string): Pick<OrderToCreate, "payer"> {
  return { payer: { authCode: `28123456789012${ending}` } };
}

function payerOf(method: Method): Partial<OrderToCreate> {
  if (method === "alipay_jsapi") return { payer: { buyerId: "2088102146225135" } };
  return method === "alipay_barcode" ? paymentCode("9003") : {};
}

/** Creates an order and sends its customer to it, who has not paid yet. */
export async function begunOrder(
  rig: SandboxRig,
  channel: Channel,
  order: OrderToCreate,
): Promise<OrderToCreate> {
  await comeTo(rig, order, await actionOf(channel, order));
  return order;
}

export async function actionOf(channel: Channel, order: OrderToCreate): Promise<NextAction> {
  const answer = await channel.create(order);
  if (answer.kind !== "ok" || answer.value.state !== "waiting") throw new Error(JSON.stringify(answer));
  return answer.value.nextAction;
}

/** What the customer, or the merchant's page, does with the next action: the trade begins. */
export async function comeTo(rig: SandboxRig, order: OrderToCreate, action: NextAction): Promise<void> {
  switch (action.type) {
    case "redirect":
      await open(await fetch(action.url));
      break;
    case "form":
      await open(await submit(action.html));
      break;
    case "alipay_app":
      await rig.control("POST", "/alipay/app-pay", { order_string: action.order_string });
      return;
    case "qr_code":
      break;
    case "alipay_jsapi":
    case "await_customer":
      return;
    case "wechat_jsapi":
    case "wechat_app":
      throw new Error(`${action.type} is none of Alipay's`);
  }
  await rig.control("POST", `/alipay/orders/${order.outTradeNo}/scan`);
}

/** A refused page is a page too, in another charset. */
async function open(answer: Response): Promise<void> {
  const text = await answer.text();
  if (!answer.ok || answer.headers.get("content-type")?.includes("GBK")) throw new Error(text);
}

/** Posts the only form of a page as a browser would. */
function submit(html: string): Promise<Response> {
  const action = unescaped(/<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? "");
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const body = fields.map(
    ([, name = "", value = ""]) => [unescaped(name), unescaped(value)] as [string, string],
  );
  return fetch(action, { method: "POST", body: new URLSearchParams(body) });
}

function unescaped(text: string): string {
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => Reflect.get(entities, entity) as string); // because each alternative is a key
}

export function payOrder(rig: SandboxRig, order: OrderToCreate): Promise<unknown> {
  return rig.control("POST", `/alipay/orders/${order.outTradeNo}/pay`, { notify: "none" });
}

/** The truth of an order at Alipay. */
export function truthOf(rig: SandboxRig, order: OrderToCreate): Promise<unknown> {
  return rig.control("GET", `/alipay/orders/${order.outTradeNo}`);
}
