import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AlipayCall, AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant, gatewayTime } from "../testing/alipay-merchant.ts";
import type { MerchantListener } from "../testing/merchant-listener.ts";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let listener: MerchantListener;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  listener = await startListener({ status: 200, body: "success" });
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterEach(() => sandbox.control("POST", "/clock", { now: Date.now() }));
afterAll(async () => {
  await listener.stop();
  await sandbox.stop();
});

type Change = Omit<Partial<AlipayCall>, "method">;

const nextNumber = () => `page_${(lastNumber += 1)}`;
const signedAt = (daysAgo: number) => ({
  params: { timestamp: gatewayTime(Date.now() - daysAgo * 86_400_000) },
});
const truthOf = async (number: string) => (await sandbox.control("GET", `/alipay/orders/${number}`)).json;

/** What a browser does: it opens a URL or sends a form, and is told where to go next. */
async function browse(
  target: string,
  options: { method?: "GET" | "POST"; body?: string; origin?: string } = {},
) {
  const url = new URL(target, sandbox.url).href;
  const { method = "GET", body, origin } = options;
  const answer = await request(url, {
    method,
    headers: {
      ...(origin === undefined ? {} : { origin }),
      ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const { location } = answer.headers;
  return {
    status: answer.statusCode,
    headers: answer.headers,
    bytes: Buffer.from(await answer.body.arrayBuffer()),
    location: typeof location === "string" ? location : "",
  };
}

const open = async (kind: "page" | "wap", number: string, change: Change = {}) => {
  const answer = await browse(`/gateway.do?${merchant.sign(kind, number, change)}`);
  return { ...answer, text: answer.bytes.toString() };
};
/** Where a button of the page leads; a page without that button fails the test. */
function actionOf(page: string, verb: string): string {
  const action = new RegExp(`action="(/alipay/cashier/\\d+/${verb})"`).exec(page)?.[1];
  if (action === undefined) throw new Error(`the page has no button to ${verb}`);
  return action;
}

const press = (action: string) => browse(action, { method: "POST", origin: sandbox.url });
/** Opens the cashier, logs in and comes to the page with the button that pays. */
const logIn = async (kind: "page" | "wap", number: string, change: Change = {}) => {
  const { location } = await press(actionOf((await open(kind, number, change)).text, "login"));
  return (await browse(location)).bytes.toString();
};

describe.each([
  ["page", "alipay.trade.page.pay.return"],
  ["wap", "alipay.trade.wap.pay.return"],
] as const)("the cashier of alipay.trade.%s.pay", (kind, returnMethod) => {
  it("is walked from the merchant's URL to the signed return, and the payment is told", async () => {
    const number = nextNumber();
    const seen = listener.received.length;
    const params = { notify_url: listener.url, return_url: "http://127.0.0.1:9/back?cart=7" };
    const page = await open(kind, number, { params });
    expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html;charset=utf-8"]);
    expect((await merchant.query(number)).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    const loggedIn = await press(actionOf(page.text, "login"));
    expect(loggedIn.status).toBe(303);
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "WAIT_BUYER_PAY" });
    const cashier = (await browse(loggedIn.location)).bytes.toString();
    const paid = await press(actionOf(cashier, "pay"));
    expect(paid.status).toBe(303);
    const back = new URL(paid.location);
    expect(`${back.origin}${back.pathname}`).toBe("http://127.0.0.1:9/back");
    expect(back.searchParams.get("cart")).toBe("7");
    back.searchParams.delete("cart");
    const { params: returned, isProven } = merchant.readSigned(back.search);
    expect(isProven).toBe(true);
    const { node } = await merchant.query(number);
    expect(returned).toMatchObject({
      method: returnMethod,
      out_trade_no: number,
      total_amount: "8.88",
      trade_no: node["trade_no"],
      app_id: merchant.credentials.app_id,
      seller_id: merchant.credentials.seller_id,
    });
    expect(returned).not.toHaveProperty("trade_status");
    const told = (await listener.waitFor(seen + 1))[seen];
    expect(merchant.readSigned(told?.body ?? "")).toMatchObject({
      isProven: true,
      params: { out_trade_no: number, trade_status: "TRADE_SUCCESS", total_amount: "8.88" },
    });
  });

  it("can be posted to by the form of another site, and opened again", async () => {
    const number = nextNumber();
    const body = merchant.sign(kind, number);
    const posted = await browse("/gateway.do", { method: "POST", body, origin: "https://shop.example" });
    const again = await open(kind, number);
    expect(posted.status).toBe(200);
    expect(actionOf(again.text, "login")).toBe(actionOf(posted.bytes.toString(), "login"));
  });

  it("is driven by the controls once its URL was opened, and not before", async () => {
    const number = nextNumber();
    expect((await sandbox.control("POST", `/alipay/orders/${number}/pay`)).status).toBe(404);
    await open(kind, number);
    const scanned = await sandbox.control("POST", `/alipay/orders/${number}/scan`);
    expect(scanned.json).toMatchObject({ status: "waiting" });
    expect(JSON.stringify(scanned.json)).toMatch(/"transaction_id":"\d{28}"/);
    expect((await sandbox.control("POST", `/alipay/orders/${number}/pay`)).json).toMatchObject({
      status: "paid",
    });
    const cancelled = nextNumber();
    await open(kind, cancelled);
    await sandbox.control("POST", `/alipay/orders/${cancelled}/cancel`);
    expect((await merchant.query(cancelled)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
  });

  it("shows a refusal as a page in GBK that names the code", async () => {
    const refusals: readonly [string, Change][] = [
      ["isv.invalid-signature", { unsigned: { notify_url: "http://127.0.0.1/" } }],
      ["isv.invalid-app-id", { params: { app_id: "2021" } }],
      ["ACQ.INVALID_PARAMETER", { biz: { total_amount: "0.00" } }],
      ["ACQ.INVALID_PARAMETER", { biz: { product_code: "QR_CODE_OFFLINE" } }],
      ["ACQ.INVALID_PARAMETER", { biz: { time_expire: gatewayTime(Date.now() - 1_000) } }],
      ["ACQ.INVALID_PARAMETER", { params: { return_url: "javascript:alert(1)" } }],
    ];
    for (const [code, change] of refusals) {
      const number = nextNumber();
      const page = await open(kind, number, change);
      expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html;charset=GBK"]);
      const text = new TextDecoder("gbk").decode(page.bytes);
      expect(text).toContain(`<code>${code}</code>`);
      expect((await sandbox.control("GET", `/alipay/orders/${number}`)).status).toBe(404);
    }
  });
});

describe("an order that a cashier was opened for", () => {
  it("is paid once: the URL and the old page lead nowhere afterwards", async () => {
    const number = nextNumber();
    const pay = actionOf(await logIn("page", number), "pay");
    await press(pay);
    const paidAgain = await press(pay);
    expect(paidAgain.location).toMatch(/^\/alipay\/cashier\/\d+$/);
    expect((await browse(paidAgain.location)).bytes.toString()).toContain("支付成功");
    expect((await open("page", number)).text).toContain("ACQ.TRADE_HAS_SUCCESS");
    expect(await truthOf(number)).toMatchObject({ status: "paid", amount: 888 });
  });

  it("cannot be changed by another URL with its number", async () => {
    const number = nextNumber();
    await open("page", number);
    const cheaper = await open("page", number, { biz: { total_amount: "0.01" } });
    expect(cheaper.text).toContain("ACQ.CONTEXT_INCONSISTENT");
    expect((await open("wap", number)).text).toContain("ACQ.CONTEXT_INCONSISTENT");
    expect((await merchant.precreate(number)).node).toMatchObject({ sub_code: "ACQ.CONTEXT_INCONSISTENT" });
    expect(await truthOf(number)).toMatchObject({ amount: 888 });
  });

  it("is closed by a customer who gives up, who goes to quit_url from a phone", async () => {
    const [onPage, onWap] = [nextNumber(), nextNumber()];
    const page = await open("page", onPage);
    const given = await press(actionOf(page.text, "give-up"));
    expect((await browse(given.location)).bytes.toString()).toContain("交易已关闭");
    const wap = await open("wap", onWap, { biz: { quit_url: "http://127.0.0.1:9/quit?a=1" } });
    expect((await press(actionOf(wap.text, "give-up"))).location).toBe("http://127.0.0.1:9/quit?a=1");
    expect(await truthOf(onPage)).toMatchObject({ status: "closed", paid_at: null });
    expect(await truthOf(onWap)).toMatchObject({ status: "closed", paid_at: null });
  });

  it("demands quit_url on a phone", async () => {
    const page = await open("wap", nextNumber(), { biz: { quit_url: undefined } });
    expect(page.text).toContain("quit_url");
  });

  it("may be opened for 15 days after it was signed, and only then", async () => {
    expect((await open("page", nextNumber(), signedAt(14.9))).text).toContain("登录");
    expect((await open("page", nextNumber(), signedAt(15.1))).text).toContain("isv.invalid-timestamp");
    expect((await open("page", nextNumber(), signedAt(-0.1))).text).toContain("isv.invalid-timestamp");
  });

  it("lives for 15 days when nothing else is asked for, a QR code for 2 hours", async () => {
    const [number, code] = [nextNumber(), nextNumber()];
    await open("page", number);
    await merchant.precreate(code);
    const statuses = async () =>
      JSON.stringify([await truthOf(number), await truthOf(code)]).match(/waiting|closed/g);
    await sandbox.control("POST", "/clock", { advance_ms: 2 * 3_600_000 + 1_000 });
    expect(await statuses()).toEqual(["waiting", "closed"]);
    await sandbox.control("POST", "/clock", { advance_ms: 15 * 86_400_000 });
    expect(await statuses()).toEqual(["closed", "closed"]);
  });

  it("is closed when its time is over, logged in or not", async () => {
    const number = nextNumber();
    const cashier = await logIn("page", number, { biz: { timeout_express: "5m" } });
    await sandbox.control("POST", "/clock", { advance_ms: 301_000 });
    await press(actionOf(cashier, "pay"));
    expect(await truthOf(number)).toMatchObject({ status: "closed", paid_at: null });
  });
});

describe("the safety of the cashier", () => {
  it("escapes what merchants write and lets nothing run", async () => {
    const subject = `<script>alert(1)<!--"'`;
    const page = await open("page", nextNumber(), { biz: { subject } });
    expect(page.text).toContain("&#60;script&#62;alert(1)&#60;!--&#34;&#39;");
    expect(page.text).not.toContain("<script");
    const error = await open("page", nextNumber(), { unsigned: { notify_url: "<script>茶" } });
    expect(error.text).toContain("notify_url=&#60;script&#62;&#33590;");
    expect(error.text).not.toContain("<script");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("takes no press from the page of another origin", async () => {
    const number = nextNumber();
    const page = await open("page", number);
    for (const verb of ["login", "pay", "give-up"]) {
      const action = actionOf(page.text, "login").replace("login", verb);
      for (const origin of ["https://evil.example", "null"]) {
        expect((await browse(action, { method: "POST", origin })).status).toBe(403);
      }
    }
    expect(await truthOf(number)).toMatchObject({ status: "waiting", transaction_id: null });
  });

  it("is not there for orders that are paid otherwise", async () => {
    const number = nextNumber();
    const cashier = actionOf((await open("page", number)).text, "login").replace("/login", "");
    const next = cashier.replace(/\d+$/, (id) => String(Number(id) + 1));
    await merchant.precreate(nextNumber());
    expect((await browse(cashier)).status).toBe(200);
    expect((await browse(next)).status).toBe(404);
    expect((await browse("/alipay/cashier/none")).status).toBe(404);
  });
});
