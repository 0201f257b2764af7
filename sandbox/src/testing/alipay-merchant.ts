import { createSign, createVerify } from "node:crypto";
import { request } from "undici";
import type { AlipayAccountFile } from "../alipay/account-file.ts";

export type AlipayAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** The response node, or the `error_response`. */
  readonly node: Readonly<Record<string, unknown>>;
  /** Whether `sign` fits the node's own characters. */
  readonly isProven: boolean;
};

export type AlipayCall = {
  readonly method: string;
  readonly biz: Readonly<Record<string, unknown>>;
  /** Over and above the usual public parameters; `null` leaves a usual one out. */
  readonly params?: Readonly<Record<string, string | null>>;
  /** Parameters that are changed after the signature was made. */
  readonly unsigned?: Readonly<Record<string, string>>;
  /** GET puts everything into the query; POST puts `biz_content` into the body. */
  readonly verb?: "GET" | "POST";
};

type Credentials = AlipayAccountFile["credentials"];

/** A merchant's system in a few lines, written after the protocol and not after the sandbox. */
export type AlipayMerchant = ReturnType<typeof createAlipayMerchant>;

export function createAlipayMerchant(account: AlipayAccountFile) {
  const onTrade = (verb: string) => (outTradeNo: string) =>
    send(account, { method: `alipay.trade.${verb}`, biz: { out_trade_no: outTradeNo } });
  return {
    credentials: account.credentials,
    send: (call: AlipayCall) => send(account, call),
    precreate: (
      outTradeNo: string,
      more: Readonly<Record<string, unknown>> = {},
      params: AlipayCall["params"] = {},
    ) =>
      send(account, {
        method: "alipay.trade.precreate",
        biz: { out_trade_no: outTradeNo, total_amount: "8.88", subject: "一杯茶", ...more },
        params,
      }),
    query: onTrade("query"),
    close: onTrade("close"),
    cancel: onTrade("cancel"),
    /** The parameters of a notification and whether their signature fits (`sign_type` is not signed). */
    readNotification(body: string): { readonly params: Params; readonly isProven: boolean } {
      const params = Object.fromEntries(new URLSearchParams(body));
      const { sign = "", sign_type: _type, ...rest } = params;
      return { params, isProven: isProven(account.credentials, sorted(rest), sign) };
    },
  };
}

type Params = Readonly<Record<string, string>>;

async function send(account: AlipayAccountFile, call: AlipayCall): Promise<AlipayAnswer> {
  const { biz_content: biz, ...common } = signed(account.credentials, call);
  const inQuery = call.verb === "GET" && biz !== undefined ? { ...common, biz_content: biz } : common;
  const form =
    call.verb === "GET" || biz === undefined ? undefined : new URLSearchParams({ biz_content: biz });
  const answer = await request(`${account.base_url}?${new URLSearchParams(inQuery).toString()}`, {
    method: call.verb ?? "POST",
    headers: form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    ...(form === undefined ? {} : { body: form.toString() }),
  });
  const body = await answer.body.text();
  const [, node = "{}", sign = ""] = /^\{"[a-z_]+":(\{.*\})(?:,"sign":"([^"]*)")?\}$/.exec(body) ?? [];
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body,
    // because every node of the gateway is a JSON object
    node: JSON.parse(node) as Record<string, unknown>,
    isProven: isProven(account.credentials, node, sign),
  };
}

function signed(credentials: Credentials, call: AlipayCall): Record<string, string> {
  const usual: Record<string, string | null> = {
    app_id: credentials.app_id,
    method: call.method,
    format: "JSON",
    charset: "utf-8",
    sign_type: "RSA2",
    timestamp: gatewayTime(Date.now()),
    version: "1.0",
    biz_content: JSON.stringify(call.biz),
    ...call.params,
  };
  const params = Object.fromEntries(
    Object.entries(usual).filter((param): param is [string, string] => param[1] !== null),
  );
  const sign = createSign("RSA-SHA256").update(sorted(params)).sign(credentials.private_key, "base64");
  return { ...params, sign, ...call.unsigned };
}

function isProven(credentials: Credentials, text: string, sign: string): boolean {
  return createVerify("RSA-SHA256").update(text).verify(credentials.alipay_public_key, sign, "base64");
}

/** `yyyy-MM-dd HH:mm:ss` in GMT+8. */
export function gatewayTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

function sorted(params: Readonly<Record<string, string>>): string {
  return Object.keys(params)
    .sort()
    .map((key) => `${key}=${params[key]}`)
    .join("&");
}
