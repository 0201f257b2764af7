import { X509Certificate } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Aes, Formatter, Rsa, Wechatpay } from "wechatpay-axios-plugin";
import WxPay from "wechatpay-node-v3";
import { z } from "zod";
import { startListener } from "../testing/merchant-listener.ts";
import type { MerchantListener, Received } from "../testing/merchant-listener.ts";
import { proofKeysOf } from "../testing/proof-keys.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import { sendToSandbox } from "../testing/send-to-sandbox.ts";
import type { WechatAccountFile } from "./account-file.ts";

const openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
const unknownSerial = "EV3_RES_HEADER_PLATFORM_SERIAL";
const refunds = "v3/refund/domestic/refunds";
const transactions = "v3/pay/transactions";

/** Answers are JSON of no known shape to those clients. */
const anything = z.record(z.string(), z.unknown());
const encrypted = z.object({ ciphertext: z.string(), nonce: z.string(), associated_data: z.string() });
const downloaded = z.object({
  data: z.array(z.object({ serial_no: z.string(), encrypt_certificate: encrypted })),
});
const message = z.object({ event_type: z.string(), resource: encrypted });

let sandbox: SandboxFixture;
let file: WechatAccountFile;
let listener: MerchantListener;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  file = sandbox.accounts.wechat;
  listener = await startListener({ status: 204 });
  await sandbox.control("PUT", "/wechat/refund-delay", { ms: 3_600_000 });
});
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(async () => {
  await listener.stop();
  await sandbox.stop();
});

const nextNumber = () => `other-${(lastNumber += 1)}`;
const pay = (number: string) => sandbox.control("POST", `/wechat/orders/${number}/pay`);
const settle = (outRefundNo: string, status: string) =>
  sandbox.control("POST", `/wechat/refunds/${outRefundNo}/settle`, { status });
const order = (number: string) => ({
  description: "一杯茶 & tea",
  out_trade_no: number,
  notify_url: listener.url,
  amount: { total: 888, currency: "CNY" },
});
const refundOf = (number: string) => ({
  out_trade_no: number,
  out_refund_no: `r-${number}`,
  notify_url: listener.url,
  amount: { refund: 100, total: 888, currency: "CNY" },
});
const scene = { payer_client_ip: "203.0.113.7", h5_info: { type: "Wap", app_name: "茶" } };

describe("wechatpay-node-v3, with its own signatures", () => {
  let client: WxPay;

  beforeAll(() => {
    const { appid, mchid, serial_no, private_key: privateKey, apiv3_key: key } = file.credentials;
    client = new WxPay({
      appid,
      mchid,
      serial_no,
      key,
      privateKey: Buffer.from(privateKey),
      publicKey: Buffer.alloc(0),
    });
    client.createHttp({
      get: (url, headers) => sendToSandbox(sandbox.url, { method: "GET", url, headers }),
      post: (url, params, headers) =>
        sendToSandbox(sandbox.url, { method: "POST", url, headers, body: JSON.stringify(params) }),
      upload: () => Promise.reject(new Error("nothing is uploaded")),
    });
  });

  it("creates native, JSAPI, H5 and app orders", async () => {
    const native = await client.transactions_native(order(nextNumber()));
    expect(native).toMatchObject({ status: 200 });
    expect(anything.parse(native.data)["code_url"]).toMatch(/^weixin:/);
    const jsapi = await client.transactions_jsapi({ ...order(nextNumber()), payer: { openid } });
    expect(jsapi.data).toMatchObject({ appId: file.credentials.appid, signType: "RSA" });
    expect(anything.parse(jsapi.data)["package"]).toMatch(/^prepay_id=wx/);
    const app = await client.transactions_app(order(nextNumber()));
    expect(app.data).toMatchObject({ partnerid: file.credentials.mchid, package: "Sign=WXPay" });
    const h5 = await client.transactions_h5({ ...order(nextNumber()), scene_info: scene });
    expect(anything.parse(h5.data)["h5_url"]).toMatch(/\/cashier\/wechat\//);
  });

  it("queries by both numbers, and closes", async () => {
    const [paid, closed] = [nextNumber(), nextNumber()];
    await client.transactions_native(order(paid));
    await client.transactions_native(order(closed));
    await pay(paid);
    const byOurs = await client.query({ out_trade_no: paid });
    expect(byOurs).toMatchObject({ status: 200, data: { trade_state: "SUCCESS" } });
    const id = String(anything.parse(byOurs.data)["transaction_id"]);
    expect(await client.query({ transaction_id: id })).toEqual(byOurs);
    expect(await client.close(closed)).toMatchObject({ status: 204 });
    expect(await client.query({ out_trade_no: closed })).toMatchObject({ data: { trade_state: "CLOSED" } });
    expect(await client.close(paid)).toMatchObject({ status: 400 });
  });

  it("refunds and asks for the refund", async () => {
    const number = nextNumber();
    await client.transactions_native(order(number));
    await pay(number);
    expect(await client.refunds(refundOf(number))).toMatchObject({
      status: 200,
      data: { status: "PROCESSING", amount: { refund: 100 } },
    });
    await settle(`r-${number}`, "success");
    expect(await client.find_refunds(`r-${number}`)).toMatchObject({ data: { status: "SUCCESS" } });
    expect(await client.find_refunds("unknown")).toMatchObject({ status: 404 });
  });

  it("decrypts the certificates, and verifies a notification with them", async () => {
    const certificates = await client.get_certificates(file.credentials.apiv3_key);
    const serials = file.credentials.platform_certificates.map(
      (pem) => new X509Certificate(pem).serialNumber,
    );
    expect(certificates.map((each) => each.serial_no)).toEqual(serials);
    await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: 0 });
    const [received] = await told(nextNumber());
    await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: 1 });
    const proof = {
      timestamp: received?.headers["wechatpay-timestamp"] ?? "",
      nonce: received?.headers["wechatpay-nonce"] ?? "",
      serial: received?.headers["wechatpay-serial"] ?? "",
      signature: received?.headers["wechatpay-signature"] ?? "",
      apiSecret: file.credentials.apiv3_key,
    };
    expect(await client.verifySign({ ...proof, body: received?.body ?? "" })).toBe(true);
    expect(await client.verifySign({ ...proof, body: `${received?.body ?? ""} ` })).toBe(false);
  });

  /** Creates and pays an order; what the merchant was told. */
  async function told(number: string): Promise<readonly Received[]> {
    const before = listener.received.length;
    await client.transactions_native(order(number));
    await pay(number);
    return (await listener.waitFor(before + 1)).slice(before);
  }
});

describe("wechatpay-axios-plugin, which signs and lets no unproven answer pass", () => {
  let client: Wechatpay;

  beforeAll(() => {
    client = open();
  });

  const post = async (path: string, body: object, config: object = {}) => {
    const answer = await client.chain(path).post<object, { data: unknown; status: number }>(body, config);
    return { status: answer.status, data: answer.data === "" ? {} : anything.parse(answer.data) };
  };
  const get = async (path: string, config: object = {}) =>
    anything.parse((await client.chain(path).get<object, { data: unknown }>(config)).data);
  const create = (product: string, number: string, more: object = {}) =>
    post(`${transactions}/${product}`, { ...who(), ...order(number), ...more });
  const query = (number: string) =>
    get(`${transactions}/out-trade-no/${number}`, { params: { mchid: file.credentials.mchid } });
  const paid = async (): Promise<string> => {
    const number = nextNumber();
    await create("native", number);
    await pay(number);
    return number;
  };

  it("creates every kind of order", async () => {
    expect(Object.keys((await create("native", nextNumber())).data)).toEqual(["code_url"]);
    expect(Object.keys((await create("app", nextNumber())).data)).toEqual(["prepay_id"]);
    const jsapi = await create("jsapi", nextNumber(), { payer: { openid } });
    expect(Object.keys(jsapi.data)).toEqual(["prepay_id"]);
    const h5 = await create("h5", nextNumber(), { scene_info: scene });
    expect(Object.keys(h5.data)).toEqual(["h5_url"]);
  });

  it("takes a payment code and reverses it", async () => {
    const number = nextNumber();
    const { notify_url: _none, ...rest } = order(number);
    const till = { ...who(), ...rest, payer: { auth_code: "130000000000000000" } };
    expect((await post(`${transactions}/codepay`, till)).data).toMatchObject({ trade_state: "SUCCESS" });
    const reversed = await post(`${transactions}/out-trade-no/${number}/reverse`, who());
    expect(reversed.data).toEqual({ ...who(), out_trade_no: number });
    expect(await query(number)).toMatchObject({ trade_state: "REVOKED" });
  });

  it("queries by both numbers, and closes", async () => {
    const number = await paid();
    const byOurs = await query(number);
    expect(byOurs).toMatchObject({ trade_state: "SUCCESS", out_trade_no: number });
    const params = { mchid: file.credentials.mchid };
    expect(await get(`${transactions}/id/${String(byOurs["transaction_id"])}`, { params })).toEqual(byOurs);
    const closed = nextNumber();
    await create("native", closed);
    expect((await post(`${transactions}/out-trade-no/${closed}/close`, params)).status).toBe(204);
    expect(await query(closed)).toMatchObject({ trade_state: "CLOSED" });
  });

  it("refunds, asks, and sends an abnormal refund elsewhere with its own encryption", async () => {
    const number = await paid();
    const made = await post(refunds, refundOf(number));
    expect(made.data).toMatchObject({ status: "PROCESSING", out_refund_no: `r-${number}` });
    expect(await get(`${refunds}/r-${number}`)).toEqual(made.data);
    await settle(`r-${number}`, "abnormal");
    const key = file.credentials.public_key ?? "";
    const card = {
      out_refund_no: `r-${number}`,
      type: "USER_BANK_CARD",
      bank_type: "CMB_DEBIT",
      bank_account: Rsa.encrypt("6214830000000000", key),
      real_name: Rsa.encrypt("张三", key),
    };
    const path = `${refunds}/${String(made.data["refund_id"])}/apply-abnormal-refund`;
    expect((await post(path, card, underKey())).data).toMatchObject({ channel: "OTHER_BANKCARD" });
  });

  it("verifies answers under certificates and under the public key", async () => {
    const { public_key_id: id = "", public_key: key = "" } = file.credentials;
    const params = { params: { mchid: file.credentials.mchid } };
    const number = await paid();
    client = open({ [id]: key });
    await expect(query(number)).rejects.toMatchObject({ code: unknownSerial });
    const path = `${transactions}/out-trade-no/${number}`;
    expect(await get(path, { ...params, ...underKey() })).toMatchObject({ trade_state: "SUCCESS" });
    client = open();
    for (const [fault, code] of [
      ["bad_signature", "EV3_RES_HEADER_SIGNATURE_DIGEST"],
      ["signtest", "EV3_RES_HEADER_SIGNATURE_DIGEST"],
      ["unknown_serial", unknownSerial],
    ]) {
      await sandbox.control("PUT", "/faults", [{ channel: "wechat", operation: "query", fault, times: 1 }]);
      await expect(query(number)).rejects.toMatchObject({ code });
    }
    expect(await query(number)).toMatchObject({ trade_state: "SUCCESS" });
  });

  it("decrypts the certificates, and they verify what comes after a rotation", async () => {
    await sandbox.control("POST", "/wechat/certificates/rotate");
    const key = file.credentials.apiv3_key;
    const { data } = downloaded.parse(await get("v3/certificates", underKey()));
    const pems = data.map(({ encrypt_certificate: each }) =>
      Aes.AesGcm.decrypt(each.ciphertext, key, each.nonce, each.associated_data),
    );
    expect(pems.map((pem) => new X509Certificate(pem).serialNumber)).toEqual(
      data.map((each) => each.serial_no),
    );
    const number = nextNumber();
    await expect(create("native", number)).rejects.toMatchObject({ code: unknownSerial });
    client = open(Object.fromEntries(data.map(({ serial_no: serial }, at) => [serial, pems[at] ?? ""])));
    expect((await create("native", number)).status).toBe(200);
    client = open();
  });

  it("verifies and decrypts what it is told of a payment and of a refund", async () => {
    const before = listener.received.length;
    client = open(proofKeysOf(sandbox.accounts.wechat));
    const number = await paid();
    await post(refunds, refundOf(number));
    await settle(`r-${number}`, "closed");
    const told = (await listener.waitFor(before + 2)).slice(before).map((received) => {
      const { headers, body } = received;
      const text = Formatter.response(
        headers["wechatpay-timestamp"] ?? "",
        headers["wechatpay-nonce"] ?? "",
        body,
      );
      const key = proofKeysOf(sandbox.accounts.wechat)[headers["wechatpay-serial"] ?? ""] ?? "";
      expect(Rsa.verify(text, headers["wechatpay-signature"] ?? "", key)).toBe(true);
      const { event_type: type, resource } = message.parse(JSON.parse(body));
      const { ciphertext, nonce, associated_data: aad } = resource;
      const plaintext = Aes.AesGcm.decrypt(ciphertext, file.credentials.apiv3_key, nonce, aad);
      return [type, anything.parse(JSON.parse(plaintext))] as const;
    });
    expect(Object.fromEntries(told)).toMatchObject({
      "TRANSACTION.SUCCESS": { out_trade_no: number, trade_state: "SUCCESS" },
      "REFUND.CLOSED": { out_refund_no: `r-${number}`, refund_status: "CLOSED" },
    });
  });
});

function open(certs = proofKeysOf(file)): Wechatpay {
  const { mchid, serial_no: serial, private_key: privateKey } = file.credentials;
  return new Wechatpay({ mchid, serial, privateKey, certs, baseURL: sandbox.url });
}
function who() {
  return { appid: file.credentials.appid, mchid: file.credentials.mchid };
}

function underKey() {
  return { headers: { "Wechatpay-Serial": file.credentials.public_key_id ?? "" } };
}
