import { type WebhookBody, webhookBody } from "@compose-pay/contracts";
import { startWebhookSink, waitFor, type WebhookSink } from "@compose-pay/test-support";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newOrderNo, paymentOf, problemOf, send } from "./harness/merchant.ts";
import { createOperator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
});
afterAll(() => stage.close());

const realMethods = [
  ["wechat_native", "wechat"],
  ["alipay_qr", "alipay"],
] as const;
const endings = ["closed", "failed"] as const;

describe.concurrent("a payment", () => {
  it.each(realMethods)("by %s goes from the POST to a verified webhook", async (method, channel) => {
    const { merchant, customer, shop, books } = stage;
    const bystander = await merchant.mustCreate({ method });
    const created = await merchant.mustCreate({ method, amount: 1_234, metadata: { table: "七" } });
    expect(created).toMatchObject({ status: "requires_action", next_action: { type: "qr_code" }, channel });
    const truth = await customer.truth(channel, created.attempt.id);
    expect(truth).toMatchObject({ status: "waiting", amount: 1_234 });

    const paid = await customer.pay(channel, created.attempt.id);
    const { event, body, headers } = await shop.hear(created.id, "payment.succeeded");
    expect(event).toMatchObject({ sequence: 1, data: { status: "succeeded", metadata: { table: "七" } } });
    expect(event.data.attempt.channel_trade_no).toBe(paid?.transaction_id);
    expect(headers["webhook-id"]).toBe(event.id);
    expect((await merchant.call({ method: "GET", path: `/v1/events/${event.id}` })).text).toBe(body);
    expect(JSON.parse(body)).toMatchObject({ data: await merchant.get(created.id) });
    const secondsApart = (Date.parse(event.data.paid_at ?? "") - Date.parse(paid?.paid_at ?? "")) / 1_000;
    expect(Math.abs(secondsApart)).toBeLessThan(1);

    const steps = (await books.changesOf(created.id)).map(
      ({ subject, from, to }) => `${subject} ${from} ${to}`,
    );
    expect(steps).toEqual([
      "attempt created submitted",
      "attempt submitted pending",
      "payment processing requires_action",
      "attempt pending succeeded",
      "payment requires_action succeeded",
    ]);
    expect(await merchant.get(bystander.id)).toEqual(bystander);
    expect(await books.eventsOf(bystander.id)).toEqual([]);
    expect(shop.eventsOf(bystander.id)).toEqual([]);
  });

  it.each(realMethods)(
    "by %s of which no notification comes is found by the query ladder",
    async (method, channel) => {
      const { merchant, customer, shop, books } = stage;
      const { id, attempt } = await merchant.mustCreate({ method });
      await customer.pay(channel, attempt.id, { notify: "none" });
      await shop.hear(id, "payment.succeeded", 30_000);
      const success = (await books.changesOf(id)).find(({ to }) => to === "succeeded");
      expect(success?.cause).toBe("query");
    },
  );

  it.each(realMethods)("by %s is asked about at once with sync=true", async (method, channel) => {
    const { merchant, customer } = stage;
    const { id, attempt } = await merchant.mustCreate({ method });
    await customer.pay(channel, attempt.id, { notify: "none" });
    expect(await merchant.get(id, "?sync=true")).toMatchObject({ status: "succeeded" });
  });

  it.each(
    realMethods.flatMap(([method, channel]) => endings.map((ending) => [method, ending, channel] as const)),
  )("by %s that is %s here and paid there is a late success", async (method, ending, channel) => {
    const { merchant, customer, shop, books } = stage;
    const { id, attempt } = await merchant.mustCreate({ method });
    // As if the channel had confirmed the end and then taken money all the same.
    const set = "SET closed_at = UTC_TIMESTAMP(3), status = ? WHERE id = ?";
    await books.change("UPDATE attempts SET state = ?, due_at = NULL WHERE id = ?", [ending, attempt.id]);
    await books.change(`UPDATE payments ${set}`, [ending, id]);
    await customer.pay(channel, attempt.id);
    const { event } = await shop.hear(id, "payment.late_succeeded");
    expect(event.data).toMatchObject({ status: "succeeded", closed_at: null, failure: null });
    expect(await books.eventsOf(id)).toEqual(["payment.late_succeeded"]);
  });
});

describe.concurrent("a webhook", () => {
  it("that its merchant did not take comes again with the same id and the same bytes", async () => {
    const { merchant, books, product } = stage;
    const answers = [
      { kind: "status", status: 500 },
      { kind: "reset" },
      { kind: "status", status: 200 },
    ] as const;
    const sink = await startWebhookSink({ answer: (_, index) => answers[index] ?? { kind: "reset" } });
    const { id } = await merchant.mustCreate({ method: "mock", notify_url: sink.url });
    const deliverySql = `SELECT d.state, d.attempts_made FROM deliveries d JOIN events e ON e.id = d.event_id
      WHERE e.payment_id = ?`;
    for (let attempts = 1; attempts <= answers.length; attempts += 1) {
      await waitFor(async () => (await books.rows(deliverySql, [id]))[0]?.["attempts_made"] === attempts, {
        deadlineMs: 20_000,
        what: `attempt ${attempts} of the delivery`,
      });
      // The ladder's 15 s are over at once.
      const due = `UPDATE deliveries d JOIN events e ON e.id = d.event_id SET d.next_attempt_at = UTC_TIMESTAMP(3)
        WHERE e.payment_id = ? AND d.next_attempt_at IS NOT NULL`;
      await books.change(due, [id]);
    }
    expect(await books.rows(deliverySql, [id])).toEqual([{ state: "succeeded", attempts_made: 3 }]);
    const heard = sink.received.map(
      ({ body, headers }) => `${String(headers["webhook-id"])} ${body.toString()}`,
    );
    expect([heard.length, new Set(heard).size]).toEqual([3, 1]);
    expect(new Set(verifiedBy(product.demo.webhookSecret, sink).map(({ type }) => type))).toEqual(
      new Set(["payment.succeeded"]),
    );
    await sink.close();
  });

  it("goes to the app's endpoint and to the payment's address, each signed with its own secret", async () => {
    const { product } = stage;
    const operator = createOperator(stage);
    const { appId, webhookSecret, calls } = await operator.openMerchant();
    await operator.openMock(appId);
    const [endpoint, own] = await Promise.all([startWebhookSink(), startWebhookSink()]);
    const where = ["--app", appId, "--url", endpoint.url, "--event-types", "payment.failed"];
    const { secret } = await operator.run("endpoint", "create", ...where);
    const order = { method: "mock", notify_url: own.url };
    const failed = await calls.mustCreate({ ...order, metadata: { mock: "fail" } });
    await calls.mustCreate(order);
    await waitFor(() => own.received.length === 2 && endpoint.received.length === 1, {
      deadlineMs: 20_000,
      what: "the webhooks",
    });
    expect(verifiedBy(String(secret), endpoint)).toMatchObject([
      { type: "payment.failed", data: { id: failed.id } },
    ]);
    const types = verifiedBy(webhookSecret, own).map(({ type }) => type);
    expect(types.sort()).toEqual(["payment.failed", "payment.succeeded"]);
    expect(product.demo.webhookSecret).not.toBe(webhookSecret);
    await Promise.all([endpoint.close(), own.close()]);
  });
});

describe.concurrent("the method mock", () => {
  it("succeeds at once, and its request id travels to the webhook", async () => {
    const answer = await createMock("succeed", { "x-request-id": "till-7.order-42" });
    const made = paymentOf(answer, [201]);
    expect(made.status).toBe("succeeded");
    expect(answer.headers.get("x-request-id")).toBe("till-7.order-42");
    const { headers } = await stage.shop.hear(made.id, "payment.succeeded");
    expect(headers["x-request-id"]).toBe("till-7.order-42");
    const traces = new Set((await stage.books.changesOf(made.id)).map(({ traceId }) => traceId));
    expect([...traces]).toEqual(["till-7.order-42"]);
  });

  it("stays payable with pend", async () => {
    const made = paymentOf(await createMock("pend"), [201]);
    expect(made).toMatchObject({ status: "requires_action", next_action: { type: "await_customer" } });
    expect(await stage.books.eventsOf(made.id)).toEqual([]);
  });

  it("is refused with fail", async () => {
    const made = paymentOf(await createMock("fail"), [201]);
    expect(made).toMatchObject({ status: "failed", failure: { channel_code: "MOCK_REFUSED" } });
    const { event } = await stage.shop.hear(made.id, "payment.failed");
    expect(event.data.failure).toEqual(made.failure);
  });

  it("is unknown first with unknown and found by a query within seconds", async () => {
    const made = paymentOf(await createMock("unknown", { prefer: "wait=1" }), [202]);
    expect(made).toMatchObject({ status: "processing", attempt: { status: "submitted" } });
    await stage.shop.hear(made.id, "payment.succeeded");
    const causes = (await stage.books.changesOf(made.id)).map(({ to, cause }) => `${to} by ${cause}`);
    expect(causes).toEqual(["submitted by create", "succeeded by query", "succeeded by query"]);
  });

  it("is closed first and paid after that with late", async () => {
    const made = paymentOf(await createMock("late"), [201]);
    expect(paymentOf(await stage.merchant.close(made.id), [200]).status).toBe("closed");
    const closed = await stage.shop.hear(made.id, "payment.closed");
    const { event } = await stage.shop.hear(made.id, "payment.late_succeeded");
    expect([closed.event.sequence, event.sequence]).toEqual([1, 2]);
    expect(await stage.merchant.get(made.id)).toMatchObject({ status: "succeeded", closed_at: null });
  });
});

describe.concurrent("an order number", () => {
  it("is one payment, however often the same order comes", async () => {
    const fields = { order_no: newOrderNo() };
    const first = await stage.merchant.create(fields);
    const again = await stage.merchant.create(fields);
    expect(paymentOf(again, [200])).toEqual(paymentOf(first, [201]));
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(first.headers.get("idempotent-replayed")).toBeNull();
  });

  it("with other parameters is refused and nothing changes", async () => {
    const order_no = newOrderNo();
    const made = await stage.merchant.mustCreate({ order_no });
    const answer = await stage.merchant.create({ order_no, amount: 101 });
    expect([answer.status, problemOf(answer).code]).toEqual([409, "order_no_conflict"]);
    expect(await stage.merchant.get(made.id)).toEqual(made);
  });

  it("sent 64 times at one instant to two processes is one payment, one order and one answer", async () => {
    const second = await stage.product.addProcess("ingress");
    const order = { order_no: newOrderNo(), amount: 7, method: "wechat_native", subject: "Tea" };
    const headers = { authorization: `Bearer ${stage.merchant.apiKey}` };
    const doors = [stage.product.apiUrl, second.apiUrl];
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        send(doors[index % 2] ?? "", { method: "POST", path: "/v1/payments", headers, body: order }),
      ),
    );
    const made = answers.map((answer) => paymentOf(answer, [200, 201]));
    expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await stage.merchant.list(`?order_no=${order.order_no}`)).data).toHaveLength(1);
    const rows = await stage.books.rows("SELECT id FROM attempts WHERE payment_id = ?", [made[0]?.id ?? ""]);
    expect(rows).toHaveLength(1);
  });
});

describe("the shop and the logs", () => {
  it("get no webhook that a Standard Webhooks library refuses, and no secret", async () => {
    expect(stage.shop.heard().length).toBeGreaterThan(5);
    expect(stage.shop.forged()).toEqual([]);
    expect(await stage.leaks()).toEqual([]);
    expect(await stage.broker.deadLetters()).toEqual([]);
    await waitFor(async () => (await stage.books.rows("SELECT id FROM outbox")).length === 0, {
      deadlineMs: 15_000,
    });
  });
});

/** Throws for what the secret did not sign. */
function verifiedBy(secret: string, { received }: WebhookSink): readonly WebhookBody[] {
  const verifier = new Webhook(secret);
  return received.map(({ body, headers }) =>
    // because the library reads no header but its own three, which are single
    webhookBody.parse(verifier.verify(body, headers as Record<string, string>)),
  );
}

function createMock(story: string, headers = {}) {
  return stage.merchant.create({ method: "mock", metadata: { mock: story } }, headers);
}
