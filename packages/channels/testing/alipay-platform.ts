import { generateKeyPairSync } from "node:crypto";

import { contentOf as signedContentOf } from "../src/alipay/crypto/signed-content.ts";
import { signSha256 } from "../src/rsa/rsa-signature.ts";
import type { RefundToMake } from "../src/refund.ts";
import { orderOf, refundOf } from "./orders.ts";
import type { Script, ScriptedServer } from "./scripted-server.ts";

const gateway = generateKeyPairSync("rsa", { modulusLength: 2048 });
const application = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Alipay's side of one application, for answers that the sandbox never gives. */
export const alipay = {
  applicationKey: application.publicKey,
  applicationPrivateKey: application.privateKey,
  appId: "9021000122682882",
  sellerId: "2088721003899159",
} as const;

export function alipayAccountFile(url: string) {
  return {
    channel: "alipay",
    name: "tea house",
    live: false,
    base_url: url,
    credentials: {
      app_id: alipay.appId,
      seller_id: alipay.sellerId,
      private_key: application.privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
      alipay_public_key: gateway.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    },
  };
}

/** A script that answers every method with a signed node. */
export function answerNode(node: Record<string, unknown>): Script {
  return ({ target }, response) => {
    const source = JSON.stringify(node).replaceAll("/", "\\/");
    const sign = signSha256(source, gateway.privateKey);
    response
      .writeHead(200, { trace_id: "21c6f44b16" })
      .end(`{"${nodeName(target)}":${source},"sign":"${sign}"}`);
  };
}

/** The same without a signature. */
export function answerUnsigned(node: Record<string, unknown>): Script {
  return ({ target }, response) => {
    response.writeHead(200).end(JSON.stringify({ [nodeName(target)]: node }));
  };
}

/** The member that holds the answer to a request: `alipay_trade_query_response`. */
function nodeName(target: string): string {
  return `${methodOf(target).replaceAll(".", "_")}_response`;
}

export function methodOf(target: string): string {
  return new URL(target, "http://gateway").searchParams.get("method") ?? "";
}

/** Answers each method by its last words, such as `query` or `refund.query`, with a signed node. */
export function playNodes(
  server: ScriptedServer,
  nodes: Readonly<Record<string, Record<string, unknown>>>,
): void {
  server.play((request, response) => {
    const method = methodOf(request.target);
    const [, node = {}] = Object.entries(nodes).find(([words]) => method.endsWith(`.${words}`)) ?? [];
    answerNode(node)(request, response);
  });
}

/** The business content of a request. */
export function contentOf(sent: ScriptedServer["requests"][number] | undefined): Record<string, unknown> {
  const content = new URLSearchParams(sent?.body).get("biz_content") ?? "";
  return JSON.parse(content) as Record<string, unknown>; // because it is an object
}

export function refusalNode(subCode: string, code = "40004"): Record<string, unknown> {
  return { code, msg: "Business Failed", sub_code: subCode, sub_msg: "不行" };
}

/** A paid trade as a query tells it. */
export function trade(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    code: "10000",
    msg: "Success",
    out_trade_no: "att_01kaqz5v8r0000000000000001",
    trade_no: "2026112222001499160501589436",
    trade_status: "TRADE_SUCCESS",
    total_amount: "1.00",
    send_pay_date: "2026-11-22 17:59:30",
    buyer_logon_id: "xud***@126.com",
    ...changes,
  };
}

/** Thirty fen of that trade, on their way back. */
export const alipayRefund: RefundToMake = refundOf({
  order: orderOf({ method: "alipay_qr" }),
  channelTradeNo: "2026112222001499160501589436",
  money: { amount: 30, currency: "CNY" },
  reason: "broken cup",
});

/** The refund as a query tells it when the money is back. */
export function refundTold(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    code: "10000",
    msg: "Success",
    trade_no: "2026112222001499160501589436",
    out_trade_no: "att_01kaqz5v8r0000000000000001",
    out_request_no: "rfd_01kaqz5v8r0000000000000001",
    total_amount: "1.00",
    refund_amount: "0.30",
    refund_status: "REFUND_SUCCESS",
    gmt_refund_pay: "2026-11-22 17:59:50",
    ...changes,
  };
}

/** The form of a notification under Alipay's signature. */
export function notificationForm(changes: Record<string, string | undefined> = {}): URLSearchParams {
  const fields = {
    notify_time: "2026-11-22 17:59:31",
    notify_type: "trade_status_sync",
    notify_id: "2023122101222162644199160501632046",
    app_id: alipay.appId,
    auth_app_id: alipay.appId,
    charset: "utf-8",
    version: "1.0",
    sign_type: "RSA2",
    trade_no: "2026112222001499160501589436",
    out_trade_no: "att_01kaqz5v8r0000000000000001",
    seller_id: alipay.sellerId,
    trade_status: "TRADE_SUCCESS",
    total_amount: "1.00",
    subject: "茶叶 & 糕点",
    gmt_payment: "2026-11-22 17:59:30",
    fund_bill_list: '[{"amount":"1.00","fundChannel":"ALIPAYACCOUNT"}]',
    ...changes,
  };
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const content = signedContentOf(Object.fromEntries(given), (key) => key !== "sign" && key !== "sign_type");
  return new URLSearchParams([...given, ["sign", signSha256(content, gateway.privateKey)]]);
}
