import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterEach(() => sandbox.control("POST", "/clock", { now: Date.now() }));
afterAll(() => sandbox.stop());

const nextNumber = () => `h5-order-${(lastNumber += 1)}`;
const back = "https://shop.example/back?order=1&x=<b>";

async function h5Url(number: string, more: object = {}): Promise<string> {
  const scene = { payer_client_ip: "203.0.113.7", h5_info: { type: "iOS" } };
  const order = merchant.order(number, { scene_info: scene, ...more });
  return String((await merchant.post("/v3/pay/transactions/h5", order)).json["h5_url"]);
}

async function open(url: string) {
  const answer = await request(url);
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

async function press(url: string, button: string, headers: Record<string, string> = {}) {
  const page = await open(url);
  const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const target = action.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)));
  const answer = await request(new URL(target, url), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: `answer=${button}`,
  });
  await answer.body.dump();
  return { status: answer.statusCode, location: answer.headers["location"] };
}

const state = async (number: string) => (await merchant.byNumber(number)).json["trade_state"];

describe("the cashier of an H5 order", () => {
  it("pays, tells the merchant and leads back", async () => {
    const listener = await startListener({ status: 200 });
    const number = nextNumber();
    const url = `${await h5Url(number, { notify_url: listener.url })}&redirect_url=${encodeURIComponent(back)}`;
    expect(await press(url, "pay", { origin: sandbox.url })).toEqual({
      status: 303,
      location: encodeURI(back),
    });
    expect(await state(number)).toBe("SUCCESS");
    await listener.waitFor(1);
    await listener.stop();
  });

  it("leads back without a payment, and the order can still be paid", async () => {
    const number = nextNumber();
    const url = `${await h5Url(number)}&redirect_url=${encodeURIComponent(back)}`;
    expect(await press(url, "give_up")).toEqual({ status: 303, location: encodeURI(back) });
    expect(await state(number)).toBe("NOTPAY");
    await press(url, "pay");
    expect(await state(number)).toBe("SUCCESS");
  });

  it("is linked on the front page", async () => {
    const url = await h5Url(nextNumber());
    const { pathname, searchParams } = new URL(url);
    expect((await open(sandbox.url)).text).toContain(
      `href="${pathname}?prepay_id=${searchParams.get("prepay_id") ?? ""}&#38;package=`,
    );
  });

  it("shows the payment itself when nobody waits elsewhere", async () => {
    const url = await h5Url(nextNumber());
    const answer = await press(url, "pay");
    const page = await open(new URL(String(answer.location), url).href);
    expect(page.text).toContain("支付成功");
    expect(page.text).not.toContain("<form");
  });

  it("escapes what merchants write and lets nothing foreign run", async () => {
    const url = await h5Url(nextNumber(), { description: `<script>alert(1)</script>"'` });
    const page = await open(`${url}&redirect_url=${encodeURIComponent(`https://x.example/"><script>`)}`);
    expect(page.text).not.toContain("<script>");
    expect(page.text).toContain("¥ 8.88");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("leads to no script", async () => {
    const number = nextNumber();
    const url = `${await h5Url(number)}&redirect_url=${encodeURIComponent("javascript:alert(1)")}`;
    expect((await open(url)).status).toBe(404);
  });

  it("is open for 5 minutes, and for nobody else's order", async () => {
    const number = nextNumber();
    const url = await h5Url(number);
    await sandbox.control("POST", "/clock", { advance_ms: 299_000 });
    expect((await open(url)).status).toBe(200);
    await sandbox.control("POST", "/clock", { advance_ms: 2_000 });
    const late = await open(url);
    expect([late.status, late.text.includes("<form")]).toEqual([404, false]);
    const fresh = await h5Url(number);
    expect((await open(fresh)).status).toBe(200);
    expect((await open(fresh.replace(/prepay_id=\w+/, "prepay_id=wx0"))).status).toBe(404);
    expect((await open(`${sandbox.url}/cashier/wechat/checkmweb`)).status).toBe(404);
  });

  it("does nothing for the page of another origin, nor for an answer that is none", async () => {
    const number = nextNumber();
    const url = await h5Url(number);
    expect((await press(url, "pay", { origin: "https://evil.example" })).status).toBe(403);
    expect((await press(url, "perhaps")).status).toBe(400);
    expect(await state(number)).toBe("NOTPAY");
  });
});
