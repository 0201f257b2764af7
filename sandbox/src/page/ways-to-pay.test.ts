import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterAll(() => sandbox.stop());

async function get(path: string) {
  const answer = await request(sandbox.url + path);
  return { status: answer.statusCode, text: await answer.body.text() };
}

/** The part of the front page that shows one order. */
async function shown(outTradeNo: string): Promise<string> {
  const { text } = await get("/");
  const part = text.split("<li ").find((each) => each.includes(`<code>${outTradeNo}</code>`));
  if (part === undefined) throw new Error(`the page does not show ${outTradeNo}`);
  return part;
}

describe("the page's view of an order", () => {
  it.each(["page", "wap"] as const)("leads to the cashier while it waits: %s", async (kind) => {
    const number = `seen_${kind}`;
    await get(`/gateway.do?${merchant.sign(kind, number)}`);
    const waiting = await shown(number);
    expect(waiting).not.toContain("/page/qr/");
    const link = /href="(\/alipay\/cashier\/\d+)"/.exec(waiting)?.[1] ?? "";
    expect((await get(link)).text).toContain("登录支付宝");
    await sandbox.control("POST", `/alipay/orders/${number}/pay`);
    expect(await shown(number)).not.toContain(link);
  });

  it("has no code to scan when there is none, and can be paid all the same", async () => {
    await merchant.create("seen_jsapi");
    const waiting = await shown("seen_jsapi");
    expect(waiting).not.toContain("/page/qr/");
    const action = /action="(\/page\/orders\/(\d+)\/pay)"/.exec(waiting) ?? [];
    expect((await get(`/page/qr/${action[2]}.svg`)).status).toBe(404);
    const pressed = await request(`${sandbox.url}${action[1]}`, { method: "POST" });
    await pressed.body.dump();
    expect((await merchant.query("seen_jsapi")).node).toMatchObject({ trade_status: "TRADE_SUCCESS" });
  });

  it("tells what went back and what is on its way", async () => {
    await merchant.pay("seen_refunds");
    await sandbox.control("PUT", "/alipay/refund-delay", { ms: 0 });
    await merchant.refund("seen_refunds", { refund_amount: "3.00", out_request_no: "seen_r1" });
    await sandbox.control("PUT", "/alipay/refund-delay", { ms: 60_000 });
    await merchant.refund("seen_refunds", { refund_amount: "1.23", out_request_no: "<b>r2" });
    const text = (await shown("seen_refunds")).replaceAll(/<[^>]*>|\s+/g, " ").replaceAll(/ +/g, " ");
    expect(text).toContain("退款 Refund ¥ 3.00 · 已到账 arrived · seen_r1");
    expect(text).toContain("退款 Refund ¥ 1.23 · 处理中 processing · &#60;b&#62;r2");
  });
});
