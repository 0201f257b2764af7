import { createCipheriv, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { ServerResponse } from "node:http";

import { signSha256 } from "../src/rsa/rsa-signature.ts";
import { signedBytes } from "../src/wechat/crypto/message-verification.ts";
import { testNow } from "./orders.ts";
import type { Script } from "./scripted-server.ts";

const platform = generateKeyPairSync("rsa", { modulusLength: 2048 });
const merchant = generateKeyPairSync("rsa", { modulusLength: 2048 });
const apiV3Key = "0123456789abcdef0123456789abcdef";

/** WeChat Pay's side of one merchant number, for answers that the sandbox never gives. */
export const wechat = {
  merchantKey: merchant.publicKey,
  keyId: "PUB_KEY_ID_0114232134912410000000000000",
  mchid: "1900007291",
  appid: "wxd678efh567hg6787",
} as const;

export function wechatAccountFile(url: string) {
  return {
    channel: "wechat",
    name: "tea house",
    live: false,
    base_url: url,
    credentials: {
      mchid: wechat.mchid,
      appid: wechat.appid,
      serial_no: "5f1c72e2a8931b72a2e13af8dee92471eb397115",
      private_key: merchant.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      apiv3_key: apiV3Key,
      public_key_id: wechat.keyId as string | null,
      public_key: platform.publicKey.export({ type: "spki", format: "pem" }).toString() as string | null,
      platform_certificates: [] as string[],
    },
  };
}

interface Signer {
  readonly serial: string;
  readonly privateKey: KeyObject;
}

const publicKeySigner: Signer = { serial: wechat.keyId, privateKey: platform.privateKey };

interface Signing {
  /** Replace headers after signing. */
  readonly changes?: Record<string, string>;
  readonly signer?: Signer;
  readonly at?: Date;
}

/** A message under the platform's signature, by its public key's pair unless another signer is given. */
export function signedHeaders(
  body: string,
  { changes = {}, signer = publicKeySigner, at = testNow }: Signing = {},
): Record<string, string> {
  const timestamp = String(at.getTime() / 1000);
  const nonce = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
  const signed = signedBytes(timestamp, nonce, Buffer.from(body));
  return {
    "wechatpay-timestamp": timestamp,
    "wechatpay-nonce": nonce,
    "wechatpay-serial": signer.serial,
    "wechatpay-signature": signSha256(signed, signer.privateKey),
    "request-id": "08F7-268435461",
    ...changes,
  };
}

/** A script that answers with a body signed by somebody. */
export function answerBy(signer: Signer, status: number, body: unknown): Script {
  return (_, response) => {
    const text = JSON.stringify(body);
    response.writeHead(status, signedHeaders(text, { signer })).end(text);
  };
}

/** A script that answers with a signed body. */
export function answer(status: number, body: unknown, changes: Record<string, string> = {}): Script {
  return (_, response) => writeSigned(response, status, body, changes);
}

export function writeSigned(
  response: ServerResponse,
  status: number,
  body: unknown,
  changes: Record<string, string> = {},
): void {
  const text = body === null ? "" : JSON.stringify(body);
  response.writeHead(status, signedHeaders(text, { changes })).end(text);
}

export function refusal(status: number, code: string): Script {
  return answer(status, { code, message: "不行" });
}

/** A paid order as a query tells it. */
export function transaction(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    appid: wechat.appid,
    mchid: wechat.mchid,
    out_trade_no: "att_01kaqz5v8r0000000000000001",
    transaction_id: "4200000263201902167700134902",
    trade_type: "NATIVE",
    trade_state: "SUCCESS",
    trade_state_desc: "支付成功",
    bank_type: "OTHERS",
    success_time: "2026-11-22T17:59:30+08:00",
    payer: { openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" },
    amount: { total: 100, payer_total: 100, currency: "CNY", payer_currency: "CNY" },
    ...changes,
  };
}

/** A refund of 0.40 as an answer tells it. */
export function refundAnswer(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    refund_id: "50300000000000000000000000001",
    out_refund_no: "rfd_01kaqz5v8r0000000000000001",
    transaction_id: "4200000263201902167700134902",
    out_trade_no: "att_01kaqz5v8r0000000000000001",
    channel: "ORIGINAL",
    user_received_account: "支付用户零钱",
    create_time: "2026-11-22T17:59:35+08:00",
    status: "PROCESSING",
    funds_account: "AVAILABLE",
    amount: {
      total: 100,
      refund: 40,
      payer_total: 100,
      payer_refund: 40,
      settlement_refund: 40,
      settlement_total: 100,
      discount_refund: 0,
      currency: "CNY",
    },
    promotion_detail: [],
    ...changes,
  };
}

/** The same as a notification tells its end. */
export function refundNotice(status: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    mchid: wechat.mchid,
    out_trade_no: "att_01kaqz5v8r0000000000000001",
    transaction_id: "4200000263201902167700134902",
    out_refund_no: "rfd_01kaqz5v8r0000000000000001",
    refund_id: "50300000000000000000000000001",
    refund_status: status,
    ...(status === "SUCCESS" && { success_time: "2026-11-22T17:59:40+08:00" }),
    user_received_account: "支付用户零钱",
    amount: { total: 100, refund: 40, payer_total: 100, payer_refund: 40 },
    ...changes,
  };
}

/** The body of a notification that carries a sealed text. */
export function notificationBody(plaintext: string, eventType = "TRANSACTION.SUCCESS"): string {
  return JSON.stringify({
    id: "EV-2018022511223320873",
    create_time: "2026-11-22T17:59:31+08:00",
    resource_type: "encrypt-resource",
    event_type: eventType,
    summary: "支付成功",
    resource: { original_type: "transaction", ...sealed(plaintext, "transaction") },
  });
}

/** An entry of the certificates' download. */
export function certificateEntry(
  certificate: { readonly serial: string; readonly pem: string } & CertificateTimes,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    serial_no: certificate.serial,
    effective_time: certificate.effectiveTime,
    expire_time: certificate.expireTime,
    encrypt_certificate: sealed(certificate.pem, "certificate"),
    ...changes,
  };
}

interface CertificateTimes {
  readonly effectiveTime: string;
  readonly expireTime: string;
}

function sealed(plaintext: string, associatedData: string) {
  const nonce = "fdasflkja484";
  const cipher = createCipheriv("aes-256-gcm", apiV3Key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: ciphertext.toString("base64"),
    associated_data: associatedData,
    nonce,
  };
}
