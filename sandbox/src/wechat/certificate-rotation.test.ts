import { X509Certificate } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant, openWechatMerchant } from "../testing/wechat-merchant.ts";

const certificates = "/v3/certificates";
const dayMs = 86_400_000;
const listed = z.array(
  z.object({ serial_no: z.string(), effective_time: z.string(), expire_time: z.string() }),
);
const downloaded = z.object({
  data: z.array(
    z.object({
      serial_no: z.string(),
      encrypt_certificate: z.object({
        nonce: z.string(),
        associated_data: z.string(),
        ciphertext: z.string(),
      }),
    }),
  ),
});

let sandbox: SandboxFixture;
let merchant: WechatMerchant;

beforeEach(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterEach(() => sandbox.stop());

const at = (ms: number) => new Date(Date.now() + ms).toISOString();
/** Serials after a rotation, oldest first. */
const rotate = async (body: object = {}) => {
  const answer = await sandbox.control("POST", "/wechat/certificates/rotate", body);
  expect(answer.status).toBe(200);
  return listed.parse(answer.json).map((each) => each.serial_no);
};
const download = async (by: WechatMerchant) => downloaded.parse((await by.get(certificates)).json).data;
const serials = async () => (await download(merchant)).map((each) => each.serial_no);
const signer = async (named?: string) => {
  const headers = named === undefined ? {} : { "wechatpay-serial": named };
  return (await merchant.get(certificates, { headers })).headers["wechatpay-serial"];
};

describe("a rotation of the platform certificates", () => {
  it("adds one that merchants can download and check answers with", async () => {
    const before = await serials();
    const after = await rotate();
    expect(after).toEqual([...before, after[2]]);
    expect(await serials()).toEqual(after);
    expect(await signer()).toBe(after[2]);
    const answer = await merchant.get(certificates);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(false);
    const informed = createWechatMerchant(sandbox.accounts.wechat);
    expect(informed.isProven(answer.headers, answer.body)).toBe(true);
    const pem = (await download(informed)).map((each) => informed.decrypt(each.encrypt_certificate))[2] ?? "";
    expect(new X509Certificate(pem).serialNumber).toBe(after[2]);
  });

  it("shows the new one a day before it signs", async () => {
    const before = await signer();
    const [, , coming] = await rotate({ effective_time: at(dayMs) });
    expect(await serials()).toContain(coming);
    expect(await signer()).toBe(before);
    expect(await signer(coming)).toBe(before);
  });

  it("lets a request have the older one, until that is dropped", async () => {
    const [oldest = "", older, newest] = await rotate();
    expect(await signer(oldest)).toBe(oldest);
    expect(await rotate({ retire: true })).toEqual([older, newest]);
    expect(await serials()).toEqual([older, newest]);
    expect(await signer(oldest)).toBe(newest);
    expect(await rotate({ retire: true })).toEqual([newest]);
    const last = await sandbox.control("POST", "/wechat/certificates/rotate", { retire: true });
    expect(last.status).toBe(409);
  });

  it("survives a restart", async () => {
    const after = await rotate();
    await sandbox.restart();
    merchant = createWechatMerchant(sandbox.accounts.wechat);
    expect(await serials()).toEqual(after);
    expect(await signer()).toBe(after[2]);
  });

  it("refuses times that make no certificate", async () => {
    for (const body of [
      { effective_time: at(dayMs), expire_time: at(0) },
      { effective_time: "soon" },
      { retire: true, expire_time: at(0) },
    ]) {
      expect((await sandbox.control("POST", "/wechat/certificates/rotate", body)).status).toBe(400);
    }
    expect(listed.parse((await sandbox.control("GET", "/wechat/certificates")).json).length).toBe(2);
  });
});

describe("a certificate that has expired", () => {
  it("neither is given out nor signs, by real time", async () => {
    const before = await signer();
    const known = await serials();
    const [, , expired] = await rotate({ effective_time: at(-60_000), expire_time: at(-1_000) });
    expect(await serials()).toEqual(known);
    expect(await signer()).toBe(before);
    expect(await signer(expired)).toBe(before);
    await sandbox.control("POST", "/clock", { advance_ms: 20 * 365 * dayMs });
    expect(await serials()).toEqual(known);
  });
});

describe("how WeChat Pay proves itself to a merchant", () => {
  it("of the public key alone: by that, and there are no certificates", async () => {
    const other = await openWechatMerchant(sandbox, { mode: "public_key" });
    expect(other.credentials.platform_certificates).toEqual([]);
    const answer = await other.get(certificates);
    expect([answer.status, answer.json["code"]]).toEqual([404, "RESOURCE_NOT_EXISTS"]);
    expect(answer.headers["wechatpay-serial"]).toBe(other.credentials.public_key_id);
    expect(other.isProven(answer.headers, answer.body)).toBe(true);
    await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: 0 });
    expect(await notifiedUnder(other)).toBe(other.credentials.public_key_id);
  });

  it("of certificates alone: by those, whatever a request names", async () => {
    const other = await openWechatMerchant(sandbox, { mode: "certificate" });
    expect(other.credentials).not.toHaveProperty("public_key_id");
    expect(other.credentials).not.toHaveProperty("public_key");
    const id = merchant.credentials.public_key_id ?? "";
    const answer = await other.get(certificates, { headers: { "wechatpay-serial": id } });
    expect(answer.headers["wechatpay-serial"]).toMatch(/^[0-9A-F]{40}$/);
    expect(other.isProven(answer.headers, answer.body)).toBe(true);
    await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: 1 });
    expect(await notifiedUnder(other)).toMatch(/^[0-9A-F]{40}$/);
  });

  it("in the weeks of the switch-over: by both, as the request asks", async () => {
    const other = await openWechatMerchant(sandbox, { mode: "both" });
    const id = other.credentials.public_key_id ?? "";
    const byKey = await other.get(certificates, { headers: { "wechatpay-serial": id } });
    const byCertificate = await other.get(certificates);
    expect(byKey.headers["wechatpay-serial"]).toBe(id);
    expect(byCertificate.headers["wechatpay-serial"]).toMatch(/^[0-9A-F]{40}$/);
    for (const answer of [byKey, byCertificate])
      expect(other.isProven(answer.headers, answer.body)).toBe(true);
    for (const [ratio, pattern] of [
      [0, /^[0-9A-F]{40}$/],
      [1, /^PUB_KEY_ID_/],
    ] as const) {
      await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: ratio });
      expect(await notifiedUnder(other)).toMatch(pattern);
    }
  });
});

let lastNumber = 0;

/** The serial of a payment notification to that merchant, which it could verify. */
async function notifiedUnder(other: WechatMerchant): Promise<string | undefined> {
  const listener = await startListener({ status: 204 });
  const number = `signed-${(lastNumber += 1)}`;
  await other.post("/v3/pay/transactions/native", other.order(number, { notify_url: listener.url }));
  await sandbox.control("POST", `/wechat/orders/${number}/pay`);
  const [received] = await listener.waitFor(1);
  await listener.stop();
  expect(other.isProven(received?.headers ?? {}, received?.body ?? "")).toBe(true);
  return received?.headers["wechatpay-serial"];
}
