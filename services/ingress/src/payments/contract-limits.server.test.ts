import { putContract, putRoute } from "@compose-pay/application";
import { listPayments } from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addMethod, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
});
afterAll(() => stage.close());

const create = (app: TestApp, changes: object) =>
  api("POST", "/v1/payments", {
    key: app.key,
    json: paymentParameters({ ...changes }),
    headers: { prefer: "wait=0" },
  });

const agree = (app: TestApp, terms: object) =>
  putContract(
    { ...stage, clock: systemClock },
    {
      appId: app.appId,
      method: "mock",
      enabled: true,
      minAmount: 1,
      maxAmount: 10_000,
      feeRateBps: 60,
      ...terms,
    },
  );

const storedOf = (app: TestApp) =>
  listPayments(stage.database.connection, { appId: app.appId, live: false, limit: 100 });

describe("a contract's daily amount", () => {
  it("is never exceeded by creates at one instant, on two processes", async () => {
    const app = await addTestApp(stage);
    await agree(app, { dailyAmount: 1_000 });
    const other = apiOf(await stage.start());
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? api : other)("POST", "/v1/payments", {
          key: app.key,
          json: paymentParameters({ amount: 50 }),
          headers: { prefer: "wait=0" },
        }),
      ),
    );
    const taken = answers.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(20);
    for (const { body } of answers.filter(({ status }) => status !== 202)) {
      expect(body).toMatchObject({ status: 422, code: "amount_out_of_range", errors: [{ path: "amount" }] });
    }
    expect(await storedOf(app)).toHaveLength(20);
  });

  it("is not that of another app or method, and a repetition is answered beyond it", async () => {
    const [app, bystander] = [await addTestApp(stage), await addTestApp(stage)];
    await agree(app, { dailyAmount: 100 });
    await agree(bystander, { dailyAmount: 100 });
    const order = { order_no: newId("ord"), amount: 100 };
    expect((await create(app, order)).status).toBe(202);
    expect((await create(app, { amount: 1 })).status).toBe(422);
    expect((await create(app, order)).status).toBe(200);
    expect((await create(bystander, { amount: 100 })).status).toBe(202);
  });
});

describe("a route's window of amounts", () => {
  it("sends each amount to its account, and refuses what no account takes", async () => {
    const app = await addTestApp(stage);
    const small = app.accountIds["mock"] ?? "";
    const large = await addMethod(stage, { appId: app.appId, method: "mock", priority: 2 });
    const windowOf = (channelAccountId: string, minAmount: number, maxAmount: number) =>
      putRoute(
        { ...stage, clock: systemClock, newId },
        {
          appId: app.appId,
          method: "mock",
          channelAccountId,
          priority: 1,
          enabled: true,
          minAmount,
          maxAmount,
        },
      );
    await windowOf(small, 1, 99);
    await windowOf(large, 100, 500);
    for (const amount of [99, 100, 500]) expect((await create(app, { amount })).status).toBe(202);
    const refused = await create(app, { amount: 501 });
    expect(refused.body).toMatchObject({ status: 422, code: "amount_out_of_range" });
    const stored = await storedOf(app);
    const accounts = stored.map(({ payment, attempt }) => `${payment.amount} ${attempt.channelAccountId}`);
    expect(new Set(accounts)).toEqual(new Set([`99 ${small}`, `100 ${large}`, `500 ${large}`]));
  });
});

describe("a contract's fee", () => {
  it("is what held when the payment was created", async () => {
    const app = await addTestApp(stage);
    await agree(app, { feeFixed: 7, feeMin: 10 });
    await create(app, { amount: 10_000 });
    await agree(app, { feeRateBps: 0 });
    await create(app, { amount: 9_999 });
    const fees = (await storedOf(app)).map(({ payment }) => [payment.amount, payment.fee]);
    expect(fees.toSorted(([one = 0], [two = 0]) => one - two)).toEqual([
      [9_999, 0],
      [10_000, 67],
    ]);
  });
});
