import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { MerchantListener, Received } from "../testing/merchant-listener.ts";
import { startListener, until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const message = z.object({
  id: z.string().max(36),
  create_time: z.string(),
  resource_type: z.literal("encrypt-resource"),
  event_type: z.string(),
  summary: z.string(),
  resource: z.object({
    original_type: z.string(),
    algorithm: z.string(),
    ciphertext: z.string(),
    associated_data: z.string(),
    nonce: z.string(),
  }),
});
const truth = z.object({
  notifications: z.array(
    z.object({ id: z.string(), attempts: z.array(z.object({ at: z.string(), status: z.int().nullable() })) }),
  ),
});

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let listener: MerchantListener;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterEach(async () => {
  await listener.stop();
  await sandbox.control("POST", "/clock", { now: Date.now() });
});
afterAll(() => sandbox.stop());

/** Creates an order that a listener of its own hears about. */
async function create(answer: MerchantListener["answer"]): Promise<string> {
  listener = await startListener(answer);
  const number = `notified-${(lastNumber += 1)}`;
  await merchant.post("/v3/pay/transactions/native", merchant.order(number, { notify_url: listener.url }));
  return number;
}

const pay = (number: string, body?: unknown) => sandbox.control("POST", `/wechat/orders/${number}/pay`, body);
const advance = (ms: number) => sandbox.control("POST", "/clock", { advance_ms: ms });
const attempts = async (number: string) =>
  truth
    .parse((await sandbox.control("GET", `/wechat/orders/${number}`)).json)
    .notifications.flatMap((each) => each.attempts);
const answered = (number: string, count: number) =>
  until(async () => (await attempts(number)).length === count, `${count} answered attempts`);
const isProven = (received: Received | undefined) =>
  received !== undefined && merchant.isProven(received.headers, received.body);
const read = (received: Received | undefined) => message.parse(JSON.parse(received?.body ?? ""));
const opened = (received: Received | undefined): unknown =>
  JSON.parse(merchant.decrypt(read(received).resource));

/** Pays, hears of it, and lets the tester send it again as `body` says; gives the second message. */
const resend = async (body: unknown) => {
  const number = await create({ status: 200 });
  await pay(number);
  const [whole] = await listener.waitFor(1);
  const answer = await sandbox.control("POST", `/wechat/orders/${number}/notify`, body);
  expect(answer.status).toBe(200);
  expect(read(listener.received[1]).id).toBe(read(whole).id);
  return listener.received[1];
};

describe("a WeChat payment notification", () => {
  it("carries the encrypted transaction under a valid signature", async () => {
    const number = await create({ status: 204 });
    await pay(number);
    const [received] = await listener.waitFor(1);
    expect(isProven(received)).toBe(true);
    expect(received?.headers["wechatpay-serial"]).toBe(merchant.credentials.public_key_id);
    expect(received?.headers["content-type"]).toBe("application/json");
    expect(read(received)).toMatchObject({ event_type: "TRANSACTION.SUCCESS", summary: "支付成功" });
    const query = await merchant.get(
      `/v3/pay/transactions/out-trade-no/${number}?mchid=${merchant.credentials.mchid}`,
    );
    expect(opened(received)).toEqual(query.json);
  });

  it("is resent on WeChat Pay's schedule until it is taken, signed anew each time", async () => {
    const number = await create({ status: 500 });
    await pay(number);
    for (const [index, seconds] of [15, 15, 30, 180].entries()) {
      await answered(number, index + 1);
      await advance((seconds - 1) * 1000);
      expect(listener.received.length).toBe(index + 1);
      if (seconds === 180) listener.answer = { status: 200, body: '{"code":"SUCCESS"}' };
      await advance(1_000);
      await listener.waitFor(index + 2);
    }
    await answered(number, 5);
    await advance(24 * 3_600_000);
    expect((await attempts(number)).map((attempt) => attempt.status)).toEqual([500, 500, 500, 500, 200]);
    const all = listener.received;
    expect(new Set(all.map((each) => each.body)).size).toBe(1);
    for (const header of ["wechatpay-nonce", "wechatpay-signature"]) {
      expect(new Set(all.map((each) => each.headers[header])).size).toBe(5);
    }
    const ages = all.map((each) => Date.now() / 1000 - Number(each.headers["wechatpay-timestamp"]));
    expect(ages.every((seconds) => Math.abs(seconds) < 60)).toBe(true);
    expect(all.every(isProven)).toBe(true);
  });

  it("is given up after 15 resends", async () => {
    const number = await create({ status: 404 });
    await pay(number);
    for (let count = 1; count <= 16; count += 1) {
      await answered(number, count);
      await advance(6 * 3_600_000);
    }
    await advance(30 * 86_400_000);
    await sandbox.control("POST", `/wechat/orders/${number}/notify`);
    expect(listener.received.length).toBe(16 + 1);
  });

  it("follows no redirect", async () => {
    const number = await create({ status: 302, location: "/elsewhere" });
    await pay(number);
    await answered(number, 1);
    expect(await attempts(number)).toMatchObject([{ status: 302 }]);
    expect(listener.received.length).toBe(1);
  });

  it("waits 5 s for an answer and not longer", { timeout: 15_000 }, async () => {
    const number = await create("hang");
    await pay(number);
    await listener.waitFor(1);
    expect(await attempts(number)).toEqual([]);
    await until(async () => (await attempts(number)).length === 1, "the deadline", 10_000);
    expect(await attempts(number)).toMatchObject([{ status: null }]);
  });

  it("goes out late, twice, or not at all when a tester says so", async () => {
    const late = await create({ status: 200 });
    await pay(late, { delay_ms: 60_000 });
    await advance(59_000);
    expect(listener.received.length).toBe(0);
    await advance(1_000);
    await listener.waitFor(1);
    await listener.stop();
    const twice = await create({ status: 200 });
    await pay(twice, { notify: "duplicate" });
    const [first, second] = await listener.waitFor(2);
    expect(read(first).id).toBe(read(second).id);
    await listener.stop();
    const lost = await create({ status: 200 });
    await pay(lost, { notify: "none" });
    await advance(3_600_000);
    expect(await attempts(lost)).toEqual([]);
  });

  it("is signed by certificate or public key in the share that a tester sets", async () => {
    const number = await create({ status: 200 });
    await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: 0 });
    await pay(number);
    const [received] = await listener.waitFor(1);
    expect(received?.headers["wechatpay-serial"]).toMatch(/^[0-9A-F]{40}$/);
    expect(isProven(received)).toBe(true);
    await sandbox.control("PUT", "/wechat/notification-signing", { public_key_ratio: 1 });
  });
});

describe("a WeChat notification that a tester sends again", () => {
  it("is the same message when it is whole, as often as asked", async () => {
    const again = await resend({ times: 100 });
    expect(listener.received.length).toBe(101);
    expect(again?.body).toBe(listener.received[0]?.body);
    expect(listener.received.every(isProven)).toBe(true);
  });

  it.each(["signature", "signtest"])("has a whole body and no valid signature: %s", async (tamper) => {
    const received = await resend({ tamper });
    expect(isProven(received)).toBe(false);
    expect(opened(received)).toMatchObject({ amount: { total: 888 } });
    const hasPrefix = received?.headers["wechatpay-signature"]?.startsWith("WECHATPAY/SIGNTEST/");
    expect(hasPrefix).toBe(tamper === "signtest");
  });

  it.each([
    ["amount", { amount: { total: 889, payer_total: 889 } }],
    ["account", { mchid: "1900009192" }],
  ])("has a valid signature over a wrong content: %s", async (tamper, wrong) => {
    const received = await resend({ tamper });
    expect(isProven(received)).toBe(true);
    expect(opened(received)).toMatchObject(wrong);
  });

  it("has a valid signature and an old timestamp", async () => {
    const received = await resend({ tamper: "timestamp" });
    expect(isProven(received)).toBe(true);
    expect(Number(received?.headers["wechatpay-timestamp"])).toBeLessThan(Date.now() / 1000 - 590);
  });

  it("has a valid signature over a ciphertext that cannot be opened", async () => {
    const received = await resend({ tamper: "ciphertext" });
    expect(isProven(received)).toBe(true);
    expect(() => opened(received)).toThrow();
  });

  it("is there although the first one was lost, and not before the payment", async () => {
    const number = await create({ status: 200 });
    expect((await sandbox.control("POST", `/wechat/orders/${number}/notify`)).status).toBe(409);
    await pay(number, { notify: "none" });
    expect((await sandbox.control("POST", `/wechat/orders/${number}/notify`)).status).toBe(200);
    expect(isProven(listener.received[0])).toBe(true);
  });
});
