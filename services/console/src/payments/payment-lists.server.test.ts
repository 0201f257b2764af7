import { requestRefund } from "@compose-pay/application";
import { insertAttempts, insertChannelAccount, updateRefund } from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, storeOpenPayment, storePayment } from "../../testing/stored-payments.ts";

const noon = Date.UTC(2026, 2, 1, 12);
const at = (seconds: number) => new Date(noon + seconds * 1_000);
let stage: ConsoleStage;
let reader: SignedIn;
let shop: string;
let other: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  reader = await stage.signIn(["payments.read", "payments.export"]);
  [shop, other] = [await addApp(stage, "Tea & Co"), await addApp(stage, "=cmd|' /C calc'!A0")];
  for (let index = 0; index < 9; index += 1) {
    const createdAt = at(Math.floor(index / 3));
    await storePayment(stage, {
      appId: index % 3 === 0 ? other : shop,
      payment: { createdAt, live: index % 2 === 0, orderNo: `A-${index}` },
    });
  }
});
afterAll(() => stage.close());

async function ordersOf(filter: Parameters<typeof reader.call<"payments.list">>[1]) {
  return (await reader.call("payments.list", filter)).data().rows.map((row) => row.order_no);
}

describe("payments.list", () => {
  it("goes through the payments of all apps page by page, newest first", async () => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const more: { after?: string } = after === null ? {} : { after };
      const page = (await reader.call("payments.list", { limit: "4", ...more })).data();
      expect(page.rows.length).toBeLessThanOrEqual(4);
      found.push(...page.rows.map((row) => row.order_no));
      after = page.next;
    } while (after !== null);
    expect(found).toHaveLength(9);
    expect(new Set(found.slice(0, 3))).toEqual(new Set(["A-6", "A-7", "A-8"]));
    expect(new Set(found.slice(6))).toEqual(new Set(["A-0", "A-1", "A-2"]));
  });

  it("takes the filters that an index answers", async () => {
    expect(new Set(await ordersOf({ app_id: other }))).toEqual(new Set(["A-0", "A-3", "A-6"]));
    expect(new Set(await ordersOf({ app_id: other, live: "true" }))).toEqual(new Set(["A-0", "A-6"]));
    const second = { created_from: at(1).toISOString(), created_before: at(2).toISOString() };
    expect(new Set(await ordersOf(second))).toEqual(new Set(["A-3", "A-4", "A-5"]));
    expect(await ordersOf({ status: "closed" })).toEqual([]);
    expect(await ordersOf({ method: "mock", live: "false" })).toHaveLength(4);
    expect(await ordersOf({ channel: "mock" })).toHaveLength(9);
    expect(await ordersOf({ channel: "wechat" })).toEqual([]);
    expect(await ordersOf({ app_id: "app_none" })).toEqual([]);
  });

  it("goes through those of a channel account, each once, by its newest attempt there", async () => {
    const account_id = "acc_tried";
    const channelAccountId = account_id;
    const tried = [];
    for (let index = 0; index < 3; index += 1) {
      const payment = { createdAt: at(100 + index), orderNo: `T-${index}` };
      tried.push(await storePayment(stage, { appId: shop, payment, attempt: { channelAccountId } }));
    }
    // The first was tried there again, after all others, and went on elsewhere.
    const [first] = tried;
    if (first === undefined) throw new Error("it was stored");
    const again = { ...first.attempt, id: newId("att"), createdAt: at(200) };
    const elsewhere = { ...first.attempt, id: newId("att"), createdAt: at(300), channelAccountId: "acc_2" };
    await insertAttempts(stage.database.connection, [again, elsewhere]);
    const page = (await reader.call("payments.list", { account_id, limit: "2" })).data();
    expect(page.rows.map((row) => row.order_no)).toEqual(["T-0", "T-2"]);
    expect(await ordersOf({ account_id, after: page.next ?? "" })).toEqual(["T-1"]);
    expect(await ordersOf({ account_id, created_before: at(200).toISOString() })).toEqual(["T-2", "T-1"]);
    expect(await ordersOf({ account_id: "acc_none" })).toEqual([]);
    const lines = (await reader.text("payments.export", { account_id })).trim().split("\r\n");
    expect(lines.slice(1).map((line) => line.split(",")[1])).toEqual(["T-0", "T-2", "T-1"]);
    for (const beside of [{ app_id: shop }, { live: "true" }, { status: "closed" }] as const) {
      const refused = await reader.call("payments.list", { account_id, ...beside });
      expect(refused.problem().errors).toMatchObject([{ path: "account_id" }]);
    }
  });

  it("refuses what no index answers, and what is no page", async () => {
    const both = await reader.call("payments.list", { status: "succeeded", method: "mock" });
    expect(both.problem()).toMatchObject({ code: "invalid_request", errors: [{ path: "status" }] });
    for (const after of ["pay_1", "x.pay_1", "1.2.3", "1.PAY_1"]) {
      const refused = await reader.call("payments.list", { after });
      expect(refused.problem()).toMatchObject({ code: "invalid_request", errors: [{ path: "after" }] });
    }
  });

  it("is for who may look at payments, and the export for who may take them along", async () => {
    const stranger = await stage.signIn(["refunds.read"]);
    for (const name of ["payments.list", "payments.find", "payments.show"] as const) {
      const refused = await stranger.call(name, { number: "x", id: "pay_1" });
      expect(refused.problem().code).toBe("not_permitted");
    }
    const looker = await stage.signIn(["payments.read"]);
    expect(JSON.parse(await looker.text("payments.export", {}))).toMatchObject({ code: "not_permitted" });
  });
});

describe("payments.find", () => {
  it("finds by every number, of whichever app, and says when it means several or none", async () => {
    const view = await storePayment(stage, {
      appId: shop,
      payment: { orderNo: "twice" },
      attempt: { channelAccountId: "acc_1" },
    });
    await insertChannelAccount(stage.database.connection, {
      id: "acc_1",
      channel: "mock",
      name: "mock",
      live: false,
      enabled: true,
      baseUrl: "https://mock.example",
      credentials: "sealed",
      createdAt: at(0),
      certificatesDueAt: null,
      certificatesAskedAt: null,
      updatedAt: at(0),
    });
    const { payment, attempt } = view;
    const wish = {
      id: newId("rrq"),
      paymentId: payment.id,
      amount: 10,
      reason: "cold tea",
      isAnother: false,
    };
    const by = { operatorId: reader.operator.id, traceId: "trace_1" };
    const asking = { database: stage.database, clock: systemClock, approvalFromFen: 1_000 };
    const made = await requestRefund(asking, { ...wish, ...by });
    if (made.kind !== "created") throw new Error(made.kind);
    await updateRefund(stage.database.connection, made.refund, { channelRefundNo: "50-back" });
    const ours = [payment.id, attempt.id, ` ${payment.id} `, made.refund.id, wish.id];
    for (const number of [...ours, attempt.channelTradeNo ?? "", "50-back"]) {
      const { rows } = (await reader.call("payments.find", { number })).data();
      expect(rows.map(({ id }) => id)).toEqual([payment.id]);
    }
    await storePayment(stage, { appId: other, payment: { orderNo: "twice" } });
    expect((await reader.call("payments.find", { number: "twice" })).data().rows).toHaveLength(2);
    expect((await reader.call("payments.find", { number: "nobody-s" })).data().rows).toEqual([]);
    expect((await reader.call("payments.find", { number: "two words" })).problem().code).toBe(
      "invalid_request",
    );
  });
});

describe("payments.export", () => {
  it("is a CSV for spreadsheets: exact yuan, and no text that runs as a formula", async () => {
    const app = await addApp(stage, '@SUM("1")');
    await storePayment(stage, {
      appId: app,
      payment: { subject: '=HYPERLINK("http://x","y")', orderNo: "-1", amount: 123_405, amountRefunded: 5 },
      attempt: { channelTradeNo: "+42" },
    });
    await storeOpenPayment(stage, { appId: app, payment: { subject: "a, b\n“茶”", orderNo: "plain" } });
    const text = await reader.text("payments.export", { app_id: app });
    // The mark of UTF-8 before it is not part of a decoded text.
    expect(text).toMatch(/^id,order_no,/);
    const [, open = "", paid = ""] = text.split("\r\n");
    expect(open).toContain(',"a, b\n“茶”",');
    expect(paid).toContain(",'-1,");
    expect(paid).toContain(`,"'@SUM(""1"")",`);
    expect(paid).toContain(",'+42,1234.05,0.05,0.00,CNY,");
    expect(paid).toContain(`,"'=HYPERLINK(""http://x"",""y"")",`);
    for (const cell of text.split(/[\r\n]+/).flatMap((line) => line.split(",")))
      expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  it("goes to a file, has the filters of the list, and more rows than one reading", async () => {
    const app = await addApp(stage, "Many");
    await Promise.all(
      Array.from({ length: 501 }, (_, index) =>
        storePayment(stage, { appId: app, payment: { createdAt: at(index), live: index === 0 } }),
      ),
    );
    const text = await reader.text("payments.export", { app_id: app });
    const ids = text.split("\r\n").slice(1, -1);
    expect(ids).toHaveLength(501);
    expect(new Set(ids.map((line) => line.split(",")[0])).size).toBe(501);
    expect((await reader.text("payments.export", { app_id: app, live: "true" })).split("\r\n")).toHaveLength(
      3,
    );
  });
});
