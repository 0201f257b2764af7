import { refund } from "@compose-pay/contracts";
import { newId } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { type StandInWorker, startStandInWorker } from "../../testing/stand-in-worker.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
let worker: StandInWorker;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start({ SYNC_EVERY_MS: "1000" }));
  app = await addTestApp(stage);
  worker = await startStandInWorker(stage);
});
afterAll(() => stage.close());
beforeEach(() => {
  worker.atRefund = "succeeds";
  worker.atRefundQuery = "succeeds";
});

async function paidPayment(amount = 500): Promise<{ readonly id: string; readonly orderNo: string }> {
  const money = { amount, currency: "CNY" } as const;
  worker.atCreate = { type: "paid", money, channelTradeNo: newId("no"), paidAt: new Date() };
  const { body } = await api("POST", "/v1/payments", { key: app.key, json: paymentParameters({ amount }) });
  expect(body["status"]).toBe("succeeded");
  return { id: String(body["id"]), orderNo: String(body["order_no"]) };
}

const ask = (parameters: object, headers = {}, key = app.key) =>
  api("POST", "/v1/refunds", { key, json: { refund_no: newId("no"), ...parameters }, headers });
const get = (id: unknown, query = "", key = app.key) =>
  api("GET", `/v1/refunds/${String(id)}${query}`, { key });
const failure = { code: "channel_refused", message: "no", channelCode: "NO", channelMessage: "不" };

describe("POST /v1/refunds", () => {
  it("answers 201 with the refund when the channel has answered, and the payment shows the sum", async () => {
    const payment = await paidPayment();
    const asked = {
      payment_id: payment.id,
      refund_no: "first",
      amount: 40,
      reason: "cold",
      metadata: { a: "1" },
    };
    const { status, body, text } = await ask(asked);
    expect(status).toBe(201);
    expect(refund.parse(body)).toEqual({
      id: expect.stringMatching(/^rfd_/) as string,
      object: "refund",
      refund_no: "first",
      payment_id: payment.id,
      order_no: payment.orderNo,
      amount: 40,
      currency: "CNY",
      status: "succeeded",
      reason: "cold",
      channel_refund_no: "R1",
      failure: null,
      metadata: { a: "1" },
      created_at: expect.any(String) as string,
      succeeded_at: expect.any(String) as string,
    });
    expect((await get(body["id"])).text).toBe(text);
    const read = await api("GET", `/v1/payments/${payment.id}`, { key: app.key });
    expect(read.body).toMatchObject({ amount_refunded: 40, status: "succeeded" });
  });

  it("answers 202 when the channel has not answered in time, and the sweep's work goes on", async () => {
    worker.atRefund = null;
    const payment = await paidPayment();
    const { status, body, headers } = await ask({ order_no: payment.orderNo }, { prefer: "wait=0" });
    expect([status, body["status"], body["amount"]]).toEqual([202, "processing", 500]);
    expect(headers.get("preference-applied")).toBe("wait=0");
  });

  it.each([
    [{ type: "accepted", channelRefundNo: "R2" }, "processing"],
    [{ type: "abnormal", channelRefundNo: "R3", failure }, "abnormal"],
    [{ type: "failed", failure }, "failed"],
  ] as const)("answers 201 when the channel says %j", async (fact, expected) => {
    worker.atRefund = fact;
    const payment = await paidPayment();
    const { status, body } = await ask({ payment_id: payment.id });
    expect([status, body["status"]]).toEqual([201, expected]);
    expect(body["failure"]).toEqual(
      expected === "processing"
        ? null
        : expect.objectContaining({ code: "channel_refused", channel_code: "NO" }),
    );
  });

  it("answers a repetition with 200 and the header, and other parameters with 409", async () => {
    const payment = await paidPayment();
    const asked = { payment_id: payment.id, refund_no: newId("no"), amount: 40 };
    const first = await ask(asked);
    const again = await ask({ refund_no: asked.refund_no, order_no: payment.orderNo, amount: 40 });
    expect([again.status, again.headers.get("idempotent-replayed"), again.text]).toEqual([
      200,
      "true",
      first.text,
    ]);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const other = await ask({ ...asked, amount: 41 });
    expect(other.body).toMatchObject({ status: 409, code: "refund_no_conflict" });
    expect((await get(first.body["id"])).text).toBe(first.text);
  });

  it("makes exactly one refund of many requests with one number at the same instant", async () => {
    const payment = await paidPayment();
    const asked = { payment_id: payment.id, refund_no: newId("no"), amount: 300 };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(asked)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(1);
  });

  it("accepts exactly 50 of 100 parallel refunds of 10 over a balance of 500", async () => {
    const payment = await paidPayment();
    const all = Array.from({ length: 100 }, () => ask({ payment_id: payment.id, amount: 10 }));
    const answers = await Promise.all(all);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    const refused = answers.filter(({ body }) => body["code"] === "refund_exceeds_balance");
    expect(refused).toHaveLength(50);
    expect(refused[0]?.body).toMatchObject({ status: 422, errors: [{ path: "amount" }] });
  });

  it("refuses a payment that has not succeeded", async () => {
    worker.atCreate = { type: "accepted" };
    const { body } = await api("POST", "/v1/payments", { key: app.key, json: paymentParameters() });
    const refused = await ask({ payment_id: body["id"] });
    expect(refused.body).toMatchObject({ status: 409, code: "payment_not_succeeded" });
  });

  it("names each fault of the request", async () => {
    const { status, body } = await ask({ amount: 0, unknown: 1 });
    expect([status, body["code"]]).toEqual([422, "invalid_request"]);
    expect(body["errors"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: "payment_id" }),
        expect.objectContaining({ path: "amount" }),
        expect.objectContaining({ path: "unknown" }),
      ]),
    );
  });

  it("knows no payment and no refund of other apps, or of the other mode", async () => {
    const payment = await paidPayment();
    const own = await ask({ payment_id: payment.id, amount: 1 });
    const [other, live] = [await addTestApp(stage), await addKey(stage, app.appId, true)];
    for (const { key } of [other, live]) {
      for (const named of [
        { payment_id: payment.id },
        { order_no: payment.orderNo },
        { payment_id: "nonsense" },
      ]) {
        expect((await ask(named, {}, key)).body).toMatchObject({ status: 404, code: "not_found" });
      }
      expect((await get(own.body["id"], "", key)).status).toBe(404);
      const listed = await api("GET", `/v1/refunds?payment_id=${payment.id}`, { key });
      expect(listed.body["data"]).toEqual([]);
    }
    expect((await get("rfd_nonsense")).status).toBe(404);
  });
});

describe("GET /v1/refunds/{id}?sync=true", () => {
  it("asks the channel once in the span, and answers what it said", async () => {
    worker.atRefund = { type: "accepted", channelRefundNo: null };
    const payment = await paidPayment();
    const { body } = await ask({ payment_id: payment.id });
    worker.atRefundQuery = { type: "accepted", channelRefundNo: null };
    const queries = () => worker.asked.filter((name) => name === "channel.refund_query").length;
    const before = queries();
    for (let round = 0; round < 5; round += 1) {
      expect((await get(body["id"], "?sync=true")).body["status"]).toBe("processing");
    }
    expect(queries()).toBe(before + 1);
    worker.atRefundQuery = "succeeds";
    const synced = await waitFor(
      async () => {
        const answer = await get(body["id"], "?sync=true");
        return answer.body["status"] === "succeeded" ? answer : undefined;
      },
      { deadlineMs: 5_000 },
    );
    expect(synced.status).toBe(200);
    const final = queries();
    await get(body["id"], "?sync=true");
    expect(queries()).toBe(final);
  });
});

const list = async (query: string) => (await api("GET", `/v1/refunds?${query}`, { key: app.key })).body;
const idsOf = (body: Readonly<Record<string, unknown>>) =>
  // because a list holds objects with an id
  (body["data"] as readonly { readonly id: string }[]).map(({ id }) => id);

describe("GET /v1/refunds", () => {
  it("lists by payment and by number, newest first, in pages", async () => {
    const payment = await paidPayment();
    const ids: unknown[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.unshift((await ask({ payment_id: payment.id, refund_no: `page-${index}`, amount: 1 })).body["id"]);
    }
    const first = await list(`payment_id=${payment.id}&limit=3`);
    expect(idsOf(first)).toEqual(ids.slice(0, 3));
    expect(first).toMatchObject({ object: "list", has_more: true, next_cursor: ids[2] });
    const rest = await list(`payment_id=${payment.id}&limit=3&starting_after=${String(ids[2])}`);
    expect(idsOf(rest)).toEqual(ids.slice(3));
    expect(rest).toMatchObject({ has_more: false, next_cursor: null });
    expect(idsOf(await list("refund_no=page-2"))).toEqual([ids[2]]);
    expect(idsOf(await list("payment_id=pay_none"))).toEqual([]);
    expect(await list("status=succeeded")).toMatchObject({ code: "invalid_request" });
    expect(await list("starting_after=rfd_none")).toMatchObject({ code: "invalid_request" });
  });
});
