import {
  createDecipheriv,
  createPublicKey,
  createSign,
  createVerify,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import type { KeyObject } from "node:crypto";
import { request } from "undici";
import type { SandboxFixture } from "./sandbox-fixture.ts";
import type { WechatAccountFile } from "../wechat/account-file.ts";

export type WechatAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The headers of the request that it answers. */
  readonly sent: Readonly<Record<string, string>>;
  /** The parsed body; an empty object when there is none. */
  readonly json: Readonly<Record<string, unknown>>;
};

export type WechatCall = {
  readonly method?: "GET" | "POST";
  readonly target: string;
  readonly body?: string;
  /** Unix seconds; now by real time unless given. */
  readonly timestamp?: number;
  /** Over and above the usual ones; `null` leaves a usual one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
};

type Credentials = WechatAccountFile["credentials"];
type Headers = Readonly<Record<string, string>>;
type More = Omit<WechatCall, "target" | "body" | "method">;
type Resource = { readonly ciphertext: string; readonly nonce: string; readonly associated_data: string };

/** A merchant's system in a few lines, written after the protocol and not after the sandbox. */
export type WechatMerchant = ReturnType<typeof createWechatMerchant>;

export function createWechatMerchant(account: WechatAccountFile) {
  const { credentials } = account;
  const keys = platformKeys(credentials);
  return {
    credentials,
    send: (call: WechatCall) => send(account, call),
    post: (target: string, body: unknown, more: More = {}) =>
      send(account, { method: "POST", target, body: JSON.stringify(body), ...more }),
    get: (target: string, more: More = {}) => send(account, { target, ...more }),
    /** The bytes behind a bill's download address. */
    download: (url: string) => download(account, url),
    order: (outTradeNo: string, more: Readonly<Record<string, unknown>> = {}) => ({
      appid: credentials.appid,
      mchid: credentials.mchid,
      description: "一杯茶",
      out_trade_no: outTradeNo,
      notify_url: "http://127.0.0.1:9/notify",
      amount: { total: 888, currency: "CNY" },
      ...more,
    }),
    /** A refund of some of an order's 888 fen. */
    refund: (outTradeNo: string, outRefundNo: string, more: Readonly<Record<string, unknown>> = {}) => ({
      out_trade_no: outTradeNo,
      out_refund_no: outRefundNo,
      amount: { refund: 100, total: 888, currency: "CNY" },
      ...more,
    }),
    byNumber: (outTradeNo: string) =>
      send(account, {
        target: `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${credentials.mchid}`,
      }),
    /** The names of the platform keys that it was configured with. */
    proofSerials: () => [...keys.keys()],
    /** RSAES-OAEP with SHA-1, as sensitive members are sent. */
    encrypt: (serial: string, text: string) => encrypt(keys.get(serial), text),
    /** Whether the headers prove the body, by the key that `Wechatpay-Serial` names. */
    isProven: (headers: Headers, body: string) => isProven(keys, headers, body),
    /** Throws when the tag does not fit. */
    decrypt: (resource: Resource) => decrypt(credentials.apiv3_key, resource),
  };
}

/** A merchant that is opened for the occasion: its proof mode, or a service provider. */
export async function openWechatMerchant(
  sandbox: Pick<SandboxFixture, "control">,
  how: { readonly mode?: "certificate" | "public_key" | "both"; readonly sub_mchid?: boolean } = {},
): Promise<WechatMerchant> {
  const opened = await sandbox.control("POST", "/accounts", { channel: "wechat", ...how });
  // because the control answers an account file of the channel that was asked for
  return createWechatMerchant(opened.json as WechatAccountFile);
}

async function send(account: WechatAccountFile, call: WechatCall): Promise<WechatAnswer> {
  const usual: Record<string, string | null> = {
    accept: "application/json",
    "user-agent": "test-merchant/1.0",
    authorization: authorization(account.credentials, call),
    ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    ...call.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(usual).filter((header): header is [string, string] => header[1] !== null),
  );
  const answer = await request(account.base_url + call.target, {
    method: call.method ?? "GET",
    headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const body = await answer.body.text();
  const isJson = String(answer.headers["content-type"]).startsWith("application/json");
  // because the channel's bodies are JSON objects whenever they say they are JSON
  const json = (isJson ? JSON.parse(body) : {}) as Record<string, unknown>;
  return { status: answer.statusCode, headers: flat(answer.headers), body, json, sent: headers };
}

async function download(account: WechatAccountFile, url: string) {
  const { origin } = new URL(url);
  const target = url.slice(origin.length);
  const answer = await request(url, {
    headers: {
      accept: "application/json",
      "user-agent": "test-merchant/1.0",
      authorization: authorization(account.credentials, { target }),
    },
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: flat(answer.headers), bytes };
}

function authorization(credentials: Credentials, call: WechatCall): string {
  const timestamp = String(call.timestamp ?? Math.floor(Date.now() / 1000));
  const nonce = randomBytes(16).toString("hex");
  const text = `${call.method ?? "GET"}\n${call.target}\n${timestamp}\n${nonce}\n${call.body ?? ""}\n`;
  const signature = createSign("RSA-SHA256").update(text).sign(credentials.private_key, "base64");
  const { mchid, serial_no: serialNo } = credentials;
  return `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serialNo}"`;
}

/** Both kinds of keys at once, by the serial that names them. */
function platformKeys(credentials: Credentials): ReadonlyMap<string, KeyObject> {
  const certificates = credentials.platform_certificates.map((pem) => new X509Certificate(pem));
  const keys = new Map(certificates.map((each) => [each.serialNumber, each.publicKey]));
  const { public_key_id: id, public_key: key } = credentials;
  return id === undefined || key === undefined ? keys : keys.set(id, createPublicKey(key));
}

function isProven(keys: ReadonlyMap<string, KeyObject>, headers: Headers, body: string): boolean {
  const key = keys.get(headers["wechatpay-serial"] ?? "");
  if (key === undefined) return false;
  const text = `${headers["wechatpay-timestamp"]}\n${headers["wechatpay-nonce"]}\n${body}\n`;
  return createVerify("RSA-SHA256")
    .update(text)
    .verify(key, headers["wechatpay-signature"] ?? "", "base64");
}

function encrypt(key: KeyObject | undefined, text: string): string {
  if (key === undefined) throw new Error("no key of that name");
  return publicEncrypt({ key, oaepHash: "sha1" }, Buffer.from(text)).toString("base64");
}

function decrypt(key: string, resource: Resource): string {
  const bytes = Buffer.from(resource.ciphertext, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, resource.nonce);
  decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(0, -16)).toString() + decipher.final("utf8");
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
