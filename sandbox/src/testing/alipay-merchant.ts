import { createSign } from "node:crypto";
import { request } from "undici";
import type { AlipayAccountFile, AlipayCertificateAccountFile } from "../alipay/account-file.ts";
import type { AlipayIdentity } from "./alipay-identity.ts";
import { identityOf } from "./alipay-identity.ts";

export type AlipayAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** The response node, or the `error_response`. */
  readonly node: Readonly<Record<string, unknown>>;
  /** `alipay_cert_sn`; null when there is none. */
  readonly certificateSn: string | null;
  /** Whether `sign` fits the node's own characters. */
  readonly isProven: boolean;
};

export type AlipayCall = {
  readonly method: string;
  readonly biz: Biz;
  /** Over and above the usual public parameters; `null` leaves a usual one out. */
  readonly params?: Readonly<Record<string, string | null>>;
  /** Parameters that are changed after the signature was made. */
  readonly unsigned?: Params;
  /** GET puts everything into the query; POST puts `biz_content` into the body. */
  readonly verb?: "GET" | "POST";
};

type Biz = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<string, string>>;

/** A merchant's system in a few lines, written after the protocol and not after the sandbox. */
export type AlipayMerchant = ReturnType<typeof createAlipayMerchant>;

export function createAlipayMerchant(account: AlipayAccountFile | AlipayCertificateAccountFile) {
  const identity = identityOf(account.credentials);
  const { base_url: gateway } = account;
  const ordering =
    (verb: string, usual: Biz = {}) =>
    (outTradeNo: string, more: Biz = {}, params: AlipayCall["params"] = {}) =>
      send(gateway, identity, {
        method: `alipay.trade.${verb}`,
        biz: order(outTradeNo, { ...usual, ...more }),
        params,
      });
  const onTrade =
    (verb: string) =>
    (outTradeNo: string, more: Biz = {}) =>
      send(gateway, identity, {
        method: `alipay.trade.${verb}`,
        biz: { out_trade_no: outTradeNo, ...more },
      });
  return {
    credentials: account.credentials,
    send: (call: AlipayCall) => send(gateway, identity, call),
    precreate: ordering("precreate"),
    create: ordering("create", { buyer_id: "2088102146225135" }),
    pay: ordering("pay", { scene: "bar_code", auth_code: "281234567890123456" }),
    /** Everything that a browser or an app is handed, as a signed and encoded query string. */
    sign: (
      kind: "page" | "wap" | "app",
      outTradeNo: string,
      change: Omit<Partial<AlipayCall>, "method"> = {},
    ) =>
      query(
        signed(identity, {
          ...change,
          method: `alipay.trade.${kind}.pay`,
          biz: order(outTradeNo, { ...usualOf[kind], ...change.biz }),
        }),
      ),
    query: onTrade("query"),
    close: onTrade("close"),
    cancel: onTrade("cancel"),
    refund: onTrade("refund"),
    queryRefund: onTrade("fastpay.refund.query"),
    /** The parameters of a notification or a return and whether their signature fits (`sign_type` is not signed). */
    readSigned(form: string): { readonly params: Params; readonly isProven: boolean } {
      const params = Object.fromEntries(new URLSearchParams(form));
      const { sign = "", sign_type: _type, ...rest } = params;
      return { params, isProven: identity.isProven(sorted(rest), sign) };
    },
  };
}

function order(outTradeNo: string, more: Biz): Biz {
  return { out_trade_no: outTradeNo, total_amount: "8.88", subject: "一杯茶", ...more };
}

const usualOf = {
  page: { product_code: "FAST_INSTANT_TRADE_PAY" },
  wap: { product_code: "QUICK_WAP_WAY", quit_url: "http://127.0.0.1:9/quit" },
  app: { product_code: "QUICK_MSECURITY_PAY" },
} as const;

async function send(gateway: string, identity: AlipayIdentity, call: AlipayCall): Promise<AlipayAnswer> {
  const { biz_content: biz, ...common } = signed(identity, call);
  const inQuery = call.verb === "GET" && biz !== undefined ? { ...common, biz_content: biz } : common;
  const form = call.verb === "GET" || biz === undefined ? undefined : query({ biz_content: biz });
  const answer = await request(`${gateway}?${query(inQuery)}`, {
    method: call.verb ?? "POST",
    headers: form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    ...(form === undefined ? {} : { body: form }),
  });
  const body = await answer.body.text();
  const [, node = "{}", certificateSn = null, sign = ""] = parts.exec(body) ?? [];
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body,
    // because every node of the gateway is a JSON object
    node: JSON.parse(node) as Record<string, unknown>,
    certificateSn,
    isProven: identity.isProven(node, sign),
  };
}

const parts = /^\{"[a-z_]+":(\{.*?\})(?:,"alipay_cert_sn":"([0-9a-f]{32})")?(?:,"sign":"([^"]*)")?\}$/;

function signed(identity: AlipayIdentity, call: AlipayCall): Record<string, string> {
  const usual: Record<string, string | null> = {
    app_id: identity.appId,
    method: call.method,
    format: "JSON",
    charset: "utf-8",
    sign_type: "RSA2",
    timestamp: gatewayTime(Date.now()),
    version: "1.0",
    biz_content: JSON.stringify(call.biz),
    ...identity.numbers,
    ...call.params,
  };
  const params = Object.fromEntries(
    Object.entries(usual).filter((param): param is [string, string] => param[1] !== null),
  );
  const sign = createSign("RSA-SHA256").update(sorted(params)).sign(identity.privateKey, "base64");
  return { ...params, sign, ...call.unsigned };
}

/** `yyyy-MM-dd HH:mm:ss` in GMT+8. */
export function gatewayTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

function query(params: Params): string {
  return new URLSearchParams(params).toString();
}

function sorted(params: Params): string {
  return Object.keys(params)
    .sort()
    .map((key) => `${key}=${params[key]}`)
    .join("&");
}
