import { mostAttempts, putContract } from "@compose-pay/application";
import { attempts, findPayment } from "@compose-pay/database";
import { channelOf } from "@compose-pay/domain";
import { systemClock } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { openCircuit } from "../../testing/show-circuit.ts";
import { type StandInWorker, startStandInWorker } from "../../testing/stand-in-worker.ts";
import { addKey, addMethod, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
let worker: StandInWorker;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  app = await addTestApp(stage, { methods: ["mock", "alipay_qr", "wechat_jsapi"] });
  worker = await startStandInWorker(stage);
});
afterAll(() => stage.close());
beforeEach(() => {
  worker.atCreate = { type: "accepted" };
});

const create = async (changes: object = {}, key = app.key) =>
  (await api("POST", "/v1/payments", { key, json: paymentParameters({ ...changes }) })).body;

/** The worker of this stage takes the mock channel only, so nobody waits for the others. */
const attempt = (id: unknown, json: unknown, key = app.key, prefer = "wait=0") =>
  api("POST", `/v1/payments/${String(id)}/attempts`, { key, json, headers: { prefer } });

const attemptsOf = async (paymentId: unknown) => {
  const all = await stage.database.connection.select().from(attempts).orderBy(attempts.id);
  return all.filter((one) => one.paymentId === paymentId);
};

/** Ingress looks at circuits twice a second. */
const untilAvailable = (isAvailable: boolean, method: "mock" | "alipay_qr", key: string) =>
  waitFor(
    async () => {
      const { text } = await api("GET", "/v1/methods", { key });
      return text.includes(
        `"method":"${method}","channel":"${channelOf(method)}","available":${isAvailable}`,
      );
    },
    { deadlineMs: 5_000, what: "the circuit's state" },
  );

const change = async (sql: string, values: readonly unknown[]) => stage.database.pool.query(sql, [...values]);

describe("another attempt", () => {
  it("speaks for the payment from then on, and the earlier one is marked to be closed", async () => {
    const first = await create();
    const bystander = await create();
    const answer = await attempt(first["id"], { method: "alipay_qr", client_ip: "203.0.113.7" });
    expect([answer.status, answer.headers.get("idempotent-replayed")]).toEqual([202, null]);
    expect(answer.body).toMatchObject({
      id: first["id"],
      status: "processing",
      method: "alipay_qr",
      channel: "alipay",
      next_action: null,
      attempt: { method: "alipay_qr", status: "created" },
      expires_at: first["expires_at"],
    });
    const [earlier, later, ...others] = await attemptsOf(first["id"]);
    expect(others).toEqual([]);
    expect(earlier).toMatchObject({ state: "pending", closeRequested: true });
    expect(later).toMatchObject({
      state: "created",
      closeRequested: false,
      clientIp: "203.0.113.7",
      channelAccountId: app.accountIds["alipay_qr"],
      fee: 1,
    });
    expect(later?.expiresAt).toEqual(earlier?.expiresAt);
    expect(await attemptsOf(bystander["id"])).toMatchObject([{ closeRequested: false }]);
  });

  it("is answered 201 with what its channel said", async () => {
    const failure = { code: "declined", message: "no", channelCode: null, channelMessage: null };
    worker.atCreate = { type: "declined", failure };
    const refused = await create();
    expect(refused["status"]).toBe("failed");
    worker.atCreate = { type: "accepted" };
    const { status, body } = await attempt(refused["id"], { method: "mock" }, app.key, "wait=10");
    expect([status, body["status"], body["failure"]]).toEqual([201, "requires_action", null]);
    expect(await attemptsOf(refused["id"])).toMatchObject([
      { state: "failed", closeRequested: false },
      { state: "pending" },
    ]);
  });

  it("that is the same as the one under way is a replay, 16 times at one instant too", async () => {
    const { id } = await create();
    const wish = { method: "wechat_jsapi", payer: { openid: "o1" } };
    const answers = await Promise.all(Array.from({ length: 16 }, () => attempt(id, wish)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(15);
    const replayed = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
    expect(replayed).toHaveLength(15);
    expect(await attemptsOf(id)).toHaveLength(2);
    await attempt(id, { ...wish, payer: { openid: "o2" } });
    expect(await attemptsOf(id)).toHaveLength(3);
  });

  it("keeps its account, whatever the circuits and routes say later", async () => {
    const own = await addTestApp(stage);
    const { id } = await create({}, own.key);
    const circuit = await openCircuit(own.accountIds["mock"] ?? "");
    await untilAvailable(false, "mock", own.key);
    const second = await addMethod(stage, { appId: own.appId, method: "mock", priority: 2 });
    await attempt(id, { method: "mock", client_ip: "203.0.113.9" }, own.key, "wait=5");
    await circuit.close();
    await api("GET", `/v1/payments/${String(id)}?sync=true`, { key: own.key });
    const accounts = (await attemptsOf(id)).map(({ channelAccountId }) => channelAccountId);
    expect(accounts).toEqual([own.accountIds["mock"], second]);
  });
});

describe("another attempt is refused", () => {
  it.each([
    [{}, "method"],
    [{ method: "wechat_jsapi" }, "payer.openid"],
    [{ method: "wechat_h5" }, "client_ip"],
    [{ method: "mock", order_no: "A1" }, "order_no"],
  ])("for the faults of %j", async (body, path) => {
    const { id } = await create();
    const answer = await attempt(id, body);
    expect(answer.body).toMatchObject({ status: 422, code: "invalid_request", errors: [{ path }] });
    expect(await attemptsOf(id)).toHaveLength(1);
  });

  it("of a payment that is not the key's", async () => {
    const { id } = await create();
    const stranger = await addTestApp(stage);
    const live = await addKey(stage, app.appId, true);
    for (const key of [stranger.key, live.key]) {
      expect((await attempt(id, { method: "mock" }, key)).body).toMatchObject({ code: "not_found" });
    }
    expect((await attempt("pay_none", { method: "mock" })).status).toBe(404);
    expect(await attemptsOf(id)).toHaveLength(1);
  });

  it("of a payment that has succeeded", async () => {
    const money = { amount: 100, currency: "CNY" } as const;
    worker.atCreate = { type: "paid", money, channelTradeNo: "T1", paidAt: new Date() };
    const { id } = await create();
    const answer = await attempt(id, { method: "alipay_qr" });
    expect(answer.body).toMatchObject({ status: 409, code: "payment_already_succeeded" });
  });

  it("of a payment that is closed, is being closed or whose time is over", async () => {
    const closed = await create();
    await api("POST", `/v1/payments/${String(closed["id"])}/close`, { key: app.key });
    const closing = await create();
    await change("UPDATE attempts SET close_requested = 1 WHERE payment_id = ?", [closing["id"]]);
    const over = await create();
    await change("UPDATE payments SET expires_at = UTC_TIMESTAMP(3) WHERE id = ?", [over["id"]]);
    for (const { id } of [closed, closing, over]) {
      const answer = await attempt(id, { method: "alipay_qr" });
      expect(answer.body).toMatchObject({ status: 409, code: "payment_closed" });
      expect(await attemptsOf(id)).toHaveLength(1);
    }
  });

  it("without a contract, beyond its limits, or while every circuit is open", async () => {
    const own = await addTestApp(stage, { methods: ["mock", "alipay_qr"] });
    const { id } = await create({ amount: 500 }, own.key);
    const terms = { appId: own.appId, minAmount: 1, maxAmount: 499, feeRateBps: 0, enabled: true } as const;
    const denied = await attempt(id, { method: "wechat_native" }, own.key);
    expect(denied.body).toMatchObject({ status: 403, code: "method_not_enabled" });
    const checkout = await attempt(id, { method: "checkout" }, own.key);
    expect(checkout.body).toMatchObject({ status: 403, code: "method_not_enabled" });
    const circuit = await openCircuit(own.accountIds["alipay_qr"] ?? "");
    await untilAvailable(false, "alipay_qr", own.key);
    const away = await attempt(id, { method: "alipay_qr" }, own.key);
    await circuit.close();
    await untilAvailable(true, "alipay_qr", own.key);
    expect(away.body).toMatchObject({ status: 503, code: "channel_unavailable" });
    expect(away.headers.get("retry-after")).not.toBeNull();
    await putContract({ ...stage, clock: systemClock }, { ...terms, method: "alipay_qr" });
    const beyond = await attempt(id, { method: "alipay_qr" }, own.key);
    expect(beyond.body).toMatchObject({ status: 422, code: "amount_out_of_range" });
    const daily = { ...terms, maxAmount: 1_000, dailyAmount: 499, method: "alipay_qr" } as const;
    await putContract({ ...stage, clock: systemClock }, daily);
    const tooMuch = await attempt(id, { method: "alipay_qr" }, own.key);
    expect(tooMuch.body).toMatchObject({ status: 422, code: "amount_out_of_range" });
    expect(await attemptsOf(id)).toMatchObject([{ closeRequested: false }]);
    const view = await findPayment(stage.database.connection, own.appId, String(id));
    expect(view?.payment).toMatchObject({ status: "requires_action", method: "mock" });
  });

  it("after as many as a payment takes", async () => {
    const { id } = await create();
    for (let made = 1; made < mostAttempts; made += 1) {
      await attempt(id, { method: "alipay_qr", client_ip: `203.0.113.${made}` });
    }
    expect(await attemptsOf(id)).toHaveLength(mostAttempts);
    const answer = await attempt(id, { method: "mock" });
    expect(answer.body).toMatchObject({ status: 422, code: "invalid_request" });
    expect(await attemptsOf(id)).toHaveLength(mostAttempts);
  });
});
