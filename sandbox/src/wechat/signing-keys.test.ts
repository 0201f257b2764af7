import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const certificates = "/v3/certificates";
const downloaded = z.object({
  data: z.array(
    z.object({
      serial_no: z.string(),
      effective_time: z.string(),
      expire_time: z.string(),
      encrypt_certificate: z.object({
        algorithm: z.literal("AEAD_AES_256_GCM"),
        nonce: z.string().length(12),
        associated_data: z.literal("certificate"),
        ciphertext: z.string(),
      }),
    }),
  ),
});

let sandbox: SandboxFixture;
let merchant: WechatMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterAll(() => sandbox.stop());

const serialOf = (pem: string | undefined) => new X509Certificate(pem ?? "").serialNumber;

describe("GET /v3/certificates", () => {
  it("gives two certificates that overlap, for this merchant's eyes only", async () => {
    const { data } = downloaded.parse((await merchant.get(certificates)).json);
    const pems = data.map((each) => merchant.decrypt(each.encrypt_certificate));
    expect(pems).toEqual(merchant.credentials.platform_certificates);
    const [older, newer] = pems.map((pem) => new X509Certificate(pem));
    expect(older?.serialNumber).toBe(data[0]?.serial_no);
    expect(older?.serialNumber).toMatch(/^[0-9A-F]{40}$/);
    expect(newer?.subject).toContain("CN=Tenpay.com sign");
    expect(newer?.validFromDate.getTime()).toBeLessThan(older?.validToDate.getTime() ?? 0);
    expect(Date.parse(data[0]?.effective_time ?? "")).toBe(older?.validFromDate.getTime());
  });

  it("takes the algorithm that the Java SDK asks for, signed with the query", async () => {
    expect((await merchant.get(`${certificates}?algorithm_type=RSA`)).status).toBe(200);
    expect((await merchant.get(`${certificates}?algorithm_type=DSA`)).status).toBe(400);
  });
});

describe("the key of an answer", () => {
  it("is the newest platform certificate unless the request says more", async () => {
    const answer = await merchant.get(certificates);
    expect(answer.headers["wechatpay-serial"]).toBe(serialOf(merchant.credentials.platform_certificates[1]));
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    expect(merchant.isProven(answer.headers, `${answer.body} `)).toBe(false);
  });

  it("is the public key when the request names its id", async () => {
    const id = merchant.credentials.public_key_id ?? "";
    expect(id).toMatch(/^PUB_KEY_ID_01\d{26}$/);
    const answer = await merchant.get(certificates, { headers: { "wechatpay-serial": id } });
    expect(answer.headers["wechatpay-serial"]).toBe(id);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
  });

  it("is the older certificate when the request names that one", async () => {
    const serial = serialOf(merchant.credentials.platform_certificates[0]);
    const answer = await merchant.get(certificates, { headers: { "wechatpay-serial": serial } });
    expect(answer.headers["wechatpay-serial"]).toBe(serial);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
  });
});

describe("the merchant's certificate", () => {
  it("names the merchant, and its serial keeps 40 digits", () => {
    expect(merchant.credentials.serial_no).toMatch(/^[0-9A-F]{40}$/);
    expect(merchant.credentials.apiv3_key).toMatch(/^[\x20-\x7e]{32}$/);
  });
});
