import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterAll(() => sandbox.stop());

const create = (outTradeNo: string) =>
  merchant.post("/v3/pay/transactions/native", merchant.order(outTradeNo));

describe("the truth about orders", () => {
  it("has exactly the members that testers rely on", async () => {
    await create("truth-1");
    const waiting = { status: "waiting", amount: 888, paid_at: null, transaction_id: null };
    const { json } = await sandbox.control("GET", "/wechat/orders/truth-1");
    const account = merchant.credentials.mchid;
    expect(json).toEqual({ out_trade_no: "truth-1", account, ...waiting, refunds: [], notifications: [] });
    const paid = await sandbox.control("POST", "/wechat/orders/truth-1/pay", { amount: 7, notify: "none" });
    expect(paid.json).toMatchObject({ status: "paid", amount: 7 });
    expect(JSON.stringify(paid.json)).toMatch(/"paid_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00"/);
  });

  it("lists what was created since a time, oldest first", async () => {
    await create("since-1");
    await sandbox.control("POST", "/clock", { advance_ms: 60_000 });
    const since = Date.now() + 30_000;
    await create("since-2");
    await create("since-3");
    const numbers = ["since-2", "since-3"].map((number) => ({ out_trade_no: number }));
    for (const text of [String(since), encodeURIComponent(new Date(since).toISOString())]) {
      expect((await sandbox.control("GET", `/wechat/orders?since=${text}`)).json).toMatchObject(numbers);
    }
    expect((await sandbox.control("GET", "/alipay/orders")).json).toEqual([]);
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });

  it("shows a customer who gave up", async () => {
    await create("gave-up");
    const { json } = await sandbox.control("POST", "/wechat/orders/gave-up/cancel");
    expect(json).toMatchObject({ status: "closed", paid_at: null });
  });
});

describe("what the controls refuse", () => {
  it.each<[string, "GET" | "POST" | "PUT", string, unknown, number]>([
    ["an unknown order", "GET", "/wechat/orders/unknown", undefined, 404],
    ["an unknown channel", "GET", "/paypal/orders", undefined, 400],
    ["a time that is none", "GET", "/wechat/orders?since=yesterday", undefined, 400],
    ["an unknown refund", "POST", "/wechat/refunds/r1/settle", { status: "success" }, 404],
    ["a refund delay below nothing", "PUT", "/alipay/refund-delay", { ms: -1 }, 400],
    ["an unknown fault", "PUT", "/faults", [{ channel: "wechat", operation: "*", fault: "fire" }], 400],
    ["faults that are no list", "PUT", "/faults", {}, 400],
    [
      "an unlikely probability",
      "PUT",
      "/faults",
      [{ channel: "wechat", operation: "*", fault: "hang", probability: 2 }],
      400,
    ],
    ["a WeChat merchant of no known kind", "POST", "/accounts", { channel: "wechat", mode: "key" }, 400],
    ["a refund interval below nothing", "PUT", "/wechat/refund-rules", { min_interval_ms: -1 }, 400],
    ["a clock without a time", "POST", "/clock", {}, 400],
    ["an autopay ratio over 1", "PUT", "/autopay", { channel: "wechat", ratio: 2, after_ms: 0 }, 400],
  ])("%s", async (_name, method, path, body, status) => {
    const answer = await sandbox.control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ status, type: "about:blank" });
  });

  it("a payment of nothing, an unknown member, a second payment", async () => {
    await create("refused-1");
    const pay = (body: unknown) => sandbox.control("POST", "/wechat/orders/refused-1/pay", body);
    expect((await pay({ amount: 0 })).status).toBe(400);
    expect((await pay({ colour: "red" })).json).toMatchObject({ status: 400, title: "Invalid request" });
    expect((await pay({ notify: "none" })).status).toBe(200);
    expect((await pay({ notify: "none" })).json).toMatchObject({ status: 409, detail: "refused-1 is paid" });
    expect((await sandbox.control("POST", "/wechat/orders/refused-1/cancel")).status).toBe(409);
  });

  it("a body that is no JSON", async () => {
    const answer = await request(`${sandbox.url}/control/faults`, { method: "PUT", body: "{" });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
    await answer.body.dump();
  });

  it("the page of another origin", async () => {
    const headers = { origin: "https://evil.example" };
    const answer = await request(`${sandbox.url}/control/faults`, { method: "DELETE", headers });
    expect(answer.statusCode).toBe(403);
    await answer.body.dump();
  });
});

describe("the settings of a tester", () => {
  it("are read back as they stand", async () => {
    const fault = { channel: "wechat", operation: "bill", fault: "hang", times: 3 };
    await sandbox.control("PUT", "/faults", [fault]);
    expect((await sandbox.control("GET", "/faults")).json).toEqual([{ ...fault, probability: 1 }]);
    expect((await sandbox.control("DELETE", "/faults")).json).toEqual([]);
    const now = "2030-01-01T00:00:00+08:00";
    expect((await sandbox.control("POST", "/clock", { now })).json).toMatchObject({ now });
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });

  it("give the account files of both channels", async () => {
    const { json } = await sandbox.control("GET", "/accounts");
    expect(json).toEqual(sandbox.accounts);
    expect(json).toMatchObject({
      wechat: { channel: "wechat", name: "sandbox-wechat", live: false, base_url: sandbox.url },
      alipay: { channel: "alipay", name: "sandbox-alipay", live: false },
    });
  });
});

describe("customers who pay by themselves", () => {
  it("pay the share of the orders that they are told to", async () => {
    await sandbox.control("PUT", "/autopay", { channel: "wechat", ratio: 0.5, after_ms: 0 });
    await Promise.all(Array.from({ length: 60 }, (_each, index) => create(`auto-${index}`)));
    await sandbox.control("PUT", "/autopay", { channel: "wechat", ratio: 0, after_ms: 0 });
    const countPaid = async () => {
      const { json } = await sandbox.control("GET", "/wechat/orders");
      return JSON.stringify(json).match(/"auto-\d+","account":"\d+","status":"paid"/g)?.length ?? 0;
    };
    await until(async () => (await countPaid()) > 10, "some payments");
    expect(await countPaid()).toBeLessThan(50);
  });
});
