import { createCipheriv, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What a channel posts: the bytes and the headers that vouch for them. */
export interface PostedNotification {
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TestPlatform {
  /** `credentials` of an account at this platform. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Tells of a payment of 1.00 yuan; `changes` are members of the message. */
  notification(outTradeNo: string, changes?: Readonly<Record<string, string>>): PostedNotification;
}

/** WeChat Pay APIv3: signs `timestamp\nnonce\nbody\n` and seals the transaction by AES-256-GCM. */
export function wechatPlatform(): TestPlatform {
  const [platform, merchant] = [newKeyPair(), newKeyPair()];
  const apiV3Key = randomBytes(16).toString("hex");
  const account = { mchid: "1900000001", appid: "wx0000000000000001" };
  return {
    credentials: {
      ...account,
      serial_no: "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C",
      private_key: pemOf(merchant.privateKey),
      apiv3_key: apiV3Key,
      public_key_id: "PUB_KEY_ID_0119000000012024000000000000",
      public_key: pemOf(platform.publicKey),
    },
    notification: (outTradeNo, { id = `ntf-${outTradeNo}`, event_type = "TRANSACTION.SUCCESS" } = {}) => {
      const transaction = {
        ...account,
        out_trade_no: outTradeNo,
        trade_state: "SUCCESS",
        transaction_id: "4200000001",
        success_time: "2026-01-31T16:00:00+08:00",
        amount: { total: 100, currency: "CNY" },
      };
      const resource = sealed(JSON.stringify(transaction), apiV3Key);
      const body = JSON.stringify({ id, event_type, resource_type: "encrypt-resource", resource });
      const [timestamp, nonce] = [String(Math.floor(Date.now() / 1_000)), randomBytes(16).toString("hex")];
      const signature = sign(
        "RSA-SHA256",
        Buffer.from(`${timestamp}\n${nonce}\n${body}\n`),
        platform.privateKey,
      );
      return {
        raw: new TextEncoder().encode(body),
        headers: {
          "content-type": "application/json",
          "wechatpay-timestamp": timestamp,
          "wechatpay-nonce": nonce,
          "wechatpay-signature": signature.toString("base64"),
          "wechatpay-serial": "PUB_KEY_ID_0119000000012024000000000000",
          authorization: "none of ours",
        },
      };
    },
  };
}

/** Alipay OpenAPI: signs the sorted fields of a form by RSA2. */
export function alipayPlatform(): TestPlatform {
  const [platform, merchant] = [newKeyPair(), newKeyPair()];
  const account = { app_id: "2021000000000001", seller_id: "2088000000000001" };
  return {
    credentials: {
      ...account,
      private_key: pemOf(merchant.privateKey),
      alipay_public_key: pemOf(platform.publicKey),
    },
    notification: (outTradeNo, changes = {}) => {
      const fields: Record<string, string> = {
        ...account,
        notify_id: `ntf-${outTradeNo}`,
        notify_type: "trade_status_sync",
        charset: "utf-8",
        out_trade_no: outTradeNo,
        trade_no: "2026013122001400000000000001",
        trade_status: "TRADE_SUCCESS",
        total_amount: "1.00",
        gmt_payment: "2026-01-31 16:00:00",
        ...changes,
      };
      const names = Object.keys(fields).toSorted();
      const signed = names.map((name) => `${name}=${fields[name]}`).join("&");
      const signature = sign("RSA-SHA256", Buffer.from(signed), platform.privateKey).toString("base64");
      const form = new URLSearchParams({ ...fields, sign_type: "RSA2", sign: signature });
      return {
        raw: new TextEncoder().encode(form.toString()),
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      };
    },
  };
}

function newKeyPair() {
  return generateKeyPairSync("rsa", { modulusLength: 2_048 });
}

function pemOf(key: KeyObject): string {
  return key.export({ format: "pem", type: key.type === "public" ? "spki" : "pkcs8" }).toString();
}

function sealed(text: string, apiV3Key: string) {
  const nonce = randomBytes(6).toString("hex");
  const cipher = createCipheriv("aes-256-gcm", apiV3Key, nonce);
  cipher.setAAD(Buffer.from("transaction"));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: "AEAD_AES_256_GCM",
    associated_data: "transaction",
    nonce,
    ciphertext: ciphertext.toString("base64"),
  };
}
