import { attempts, findPayment, listPayments, outbox, payments } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, type ApiAnswer, apiOf, paymentParameters } from "../../testing/api-client.ts";
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
  app = await addTestApp(stage);
  worker = await startStandInWorker(stage);
});
afterAll(() => stage.close());
beforeEach(() => {
  worker.atCreate = { type: "accepted" };
});

const create = (json: unknown, prefer?: string, key = app.key) =>
  api("POST", "/v1/payments", { key, json, headers: prefer === undefined ? {} : { prefer } });

/** How many answers there are of each status. */
function countOf(answers: readonly ApiAnswer[]) {
  const byStatus = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries([...byStatus].map(([status, some]) => [status, some.length]));
}

const storedOf = (appId: string) =>
  listPayments(stage.database.connection, { appId, live: false, limit: 100 });

describe("creating a payment", () => {
  it("answers 201 with what the channel said, as soon as it said it", async () => {
    const parameters = paymentParameters({ metadata: { shop: "7" }, notify_url: "https://shop.example/n" });
    const { status, body, headers } = await create(parameters, "wait=10");
    expect(status).toBe(201);
    expect(headers.get("preference-applied")).toBe("wait=10");
    expect(body["id"]).toMatch(/^pay_/);
    expect(body).toMatchObject({
      object: "payment",
      order_no: parameters.order_no,
      amount: 100,
      currency: "CNY",
      amount_refunded: 0,
      status: "requires_action",
      method: "mock",
      channel: "mock",
      subject: "Tea",
      next_action: { type: "qr_code", qr_code: "mock://pay" },
      attempt: { method: "mock", status: "pending", channel_trade_no: null },
      metadata: { shop: "7" },
      notify_url: "https://shop.example/n",
      live: false,
    });
  });

  it("answers 201 for a refusal by the channel too", async () => {
    const failure = { code: "declined", message: "no", channelCode: "X", channelMessage: "nein" };
    worker.atCreate = { type: "declined", failure };
    const { status, body } = await create(paymentParameters());
    expect([status, body["status"]]).toEqual([201, "failed"]);
    expect(body["failure"]).toEqual({
      code: "declined",
      message: "no",
      channel_code: "X",
      channel_message: "nein",
    });
  });

  it("answers 202 with the stored payment when the channel says nothing in time", async () => {
    worker.atCreate = null;
    const { status, body } = await create(paymentParameters(), "wait=1");
    expect([status, body["status"], body["next_action"]]).toEqual([202, "processing", null]);
  });

  it("answers 202 at once when the client does not wait, and the work goes on", async () => {
    const { status, body, headers } = await create(paymentParameters(), "wait=0");
    expect([status, body["status"]]).toEqual([202, "processing"]);
    expect(headers.get("preference-applied")).toBe("wait=0");
    await waitFor(
      async () => {
        const view = await findPayment(stage.database.connection, app.appId, String(body["id"]));
        return view?.payment.status === "requires_action";
      },
      { deadlineMs: 5_000, what: "the channel's answer" },
    );
  });

  it("says of no preference that it was applied when none was asked for", async () => {
    expect((await create(paymentParameters())).headers.get("preference-applied")).toBeNull();
  });

  it("makes the request id the trace id of payment and attempt, and leaves nothing in the outbox", async () => {
    const headers = { "x-request-id": "trace-of-this-order" };
    const { body } = await api("POST", "/v1/payments", { key: app.key, json: paymentParameters(), headers });
    const view = await findPayment(stage.database.connection, app.appId, String(body["id"]));
    expect(view?.payment.traceId).toBe("trace-of-this-order");
    expect(view?.attempt.traceId).toBe("trace-of-this-order");
    const isSent = async () => {
      const messages = await stage.database.connection.select().from(outbox);
      return messages.every(({ traceId }) => traceId !== "trace-of-this-order");
    };
    await waitFor(isSent, { deadlineMs: 5_000, what: "the sending of its message" });
  });
});

describe("creating the same payment again", () => {
  it("answers 200 with the same object, however its parameters are written", async () => {
    const parameters = paymentParameters();
    const first = await create({ ...parameters, description: null });
    const again = await create({ currency: "CNY", expires_in: 1800, ...parameters });
    expect(again.status).toBe(200);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.body).toEqual(first.body);
  });

  it("waits for the channel as the first call does", async () => {
    worker.atCreate = null;
    const parameters = paymentParameters();
    const first = await create(parameters, "wait=0");
    const impatient = await create(parameters, "wait=0");
    expect([impatient.status, impatient.body["status"]]).toEqual([200, "processing"]);
    const replay = create(parameters, "wait=10");
    await stage.database.connection.update(payments).set({ status: "requires_action" });
    expect((await replay).body).toMatchObject({ id: first.body["id"], status: "requires_action" });
  });

  it.each([
    ["amount", 101],
    ["subject", "Coffee"],
    ["metadata", { shop: "8" }],
    ["expires_in", 60],
    ["notify_url", "https://shop.example/other"],
  ])("with another %s is a conflict that changes nothing", async (field, value) => {
    const parameters = paymentParameters();
    const { body } = await create(parameters);
    const answer = await create({ ...parameters, [field]: value });
    expect(answer.body).toMatchObject({ status: 409, code: "order_no_conflict" });
    expect((await create(parameters)).body).toEqual(body);
  });

  it("64 times at one instant makes one payment, and everybody gets it", async () => {
    const own = await addTestApp(stage);
    const parameters = paymentParameters();
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => create(parameters, "wait=10", own.key)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(countOf(answers)).toEqual({ 200: 63, 201: 1 });
    expect(await storedOf(own.appId)).toHaveLength(1);
    const made = await stage.database.connection.select().from(attempts);
    const ids = new Set((await storedOf(own.appId)).map(({ payment }) => payment.id));
    expect(made.filter(({ paymentId }) => ids.has(paymentId))).toHaveLength(1);
  });

  it("at one instant with other parameters makes one payment and conflicts", async () => {
    const own = await addTestApp(stage);
    const parameters = paymentParameters();
    const amounts = Array.from({ length: 16 }, (_, index) => 100 + index);
    const answers = await Promise.all(
      amounts.map((amount) => create({ ...parameters, amount }, "wait=0", own.key)),
    );
    expect(countOf(answers)).toEqual({ 202: 1, 409: 15 });
    const [stored, ...others] = await storedOf(own.appId);
    expect(others).toEqual([]);
    expect(answers.find(({ status }) => status === 202)?.body["amount"]).toBe(stored?.payment.amount);
  });

  it("by another app is another payment", async () => {
    const other = await addTestApp(stage);
    const parameters = paymentParameters();
    const [mine, theirs] = [await create(parameters), await create(parameters, undefined, other.key)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body["id"]).not.toBe(theirs.body["id"]);
  });

  it("with the app's live key shows nothing of the test payment", async () => {
    const live = await addKey(stage, app.appId, true);
    await addMethod(stage, { appId: app.appId, method: "mock", options: { live: true }, priority: 9 });
    const parameters = paymentParameters();
    await create(parameters);
    expect((await create(parameters, undefined, live.key)).body).toMatchObject({ code: "order_no_conflict" });
  });
});

describe("a payment that is refused", () => {
  it("tells all faults of its parameters together", async () => {
    const { status, body } = await create({ order_no: "a b", amount: 1.5, method: "cash", colour: "red" });
    expect([status, body["code"]]).toEqual([422, "invalid_request"]);
    const paths = (body["errors"] as { path: string }[]).map(({ path }) => path); // because 422 carries them
    expect(paths.toSorted()).toEqual(["amount", "colour", "method", "order_no", "subject"]);
  });

  it("has a method that the app has no contract, no enabled contract or no account for", async () => {
    const answer = await create(paymentParameters({ method: "alipay_qr" }));
    expect(answer.body).toMatchObject({ status: 403, code: "method_not_enabled" });
    const live = await addKey(stage, (await addTestApp(stage)).appId, true);
    const liveMock = await create(paymentParameters(), undefined, live.key);
    expect(liveMock.body).toMatchObject({ status: 403, code: "method_not_enabled" });
  });

  it("has an amount beyond the app's contract", async () => {
    const answer = await create(paymentParameters({ amount: 1_000_001 }));
    expect(answer.body).toMatchObject({
      status: 422,
      code: "amount_out_of_range",
      errors: [{ path: "amount" }],
    });
    expect((await create(paymentParameters({ amount: 1_000_000 }))).status).toBe(201);
  });

  it("has no channel to go to while all circuits are open, and nothing is stored", async () => {
    const own = await addTestApp(stage);
    const circuit = await openCircuit(own.accountIds["mock"] ?? "");
    const answer = await create(paymentParameters(), undefined, own.key);
    await circuit.close();
    expect(answer.body).toMatchObject({ status: 503, code: "channel_unavailable" });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await storedOf(own.appId)).toEqual([]);
  });

  it("goes to the next account while the circuit of the first is open", async () => {
    const own = await addTestApp(stage);
    const second = await addMethod(stage, { appId: own.appId, method: "mock", priority: 2 });
    const circuit = await openCircuit(own.accountIds["mock"] ?? "");
    const answer = await create(paymentParameters(), undefined, own.key);
    await circuit.close();
    expect(answer.status).toBe(201);
    const [stored] = await storedOf(own.appId);
    expect(stored?.attempt.channelAccountId).toBe(second);
  });

  it("was stored before: then it is a replay, whatever the app may do now", async () => {
    const own = await addTestApp(stage);
    const parameters = paymentParameters();
    await create(parameters, undefined, own.key);
    const circuit = await openCircuit(own.accountIds["mock"] ?? "");
    const again = await create(parameters, undefined, own.key);
    await circuit.close();
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
  });
});

describe("too many payments at once", () => {
  it("are refused with overloaded, and may be repeated", async () => {
    const narrow = apiOf(await stage.start({ MOST_CALLS: "10" }));
    await narrow("GET", "/v1/methods", { key: app.key });
    worker.atCreate = null;
    const all = Array.from({ length: 12 }, () => paymentParameters());
    const answers = await Promise.all(
      all.map((json) =>
        narrow("POST", "/v1/payments", { key: app.key, json, headers: { prefer: "wait=2" } }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ code: "overloaded" });
      expect(headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect((await narrow("POST", "/v1/payments", { key: app.key, json: all[11] })).status).toBeLessThan(300);
  });

  it("do not all wait: one too many is answered 202 at once", async () => {
    const narrow = apiOf(await stage.start({ MOST_WAITING_CALLS: "0" }));
    const answer = await narrow("POST", "/v1/payments", { key: app.key, json: paymentParameters() });
    expect([answer.status, answer.body["status"]]).toEqual([202, "processing"]);
  });
});
