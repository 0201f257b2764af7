import { findEvents, insertChannelCalls, insertEvents, insertStateChanges } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import {
  addApp,
  countRows,
  rereadPayment,
  storeOpenPayment,
  storePayment,
} from "../../testing/stored-payments.ts";

let stage: ConsoleStage;
let operator: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  operator = await stage.signIn(["payments.read", "payments.act", "webhooks.act"]);
  appId = await addApp(stage);
});
afterAll(() => stage.close());

describe("payments.show", () => {
  it("has everything of a payment, and text of merchants as it was written", async () => {
    const hostile = `<img src=x onerror="alert(1)">'; DROP TABLE payments; -- \u202e\u{1f375}`;
    const { payment, attempt } = await storePayment(stage, {
      appId,
      payment: {
        subject: hostile,
        description: hostile,
        metadata: { "<script>": hostile, __proto__x: "1" },
        notifyUrl: "https://shop.example/hook",
      },
    });
    const shown = (await operator.call("payments.show", { id: payment.id })).data();
    expect(shown.payment).toMatchObject({
      id: payment.id,
      app_name: "Shop",
      subject: hostile,
      description: hostile,
      metadata: { "<script>": hostile, __proto__x: "1" },
      channel_trade_no: attempt.channelTradeNo,
      account_id: "acc_1",
      account_name: null,
      amount: 5_000,
    });
    expect(shown.attempts).toMatchObject([{ id: attempt.id, is_current: true, state: "succeeded" }]);
    expect(shown).toMatchObject({ refunds: [], refund_requests: [], cut_off: [], refundable: 5_000 });
    expect(shown.timeline.map(({ kind, subject }) => [kind, subject])).toEqual([
      ["request", payment.id],
      ["attempt", attempt.id],
    ]);
    expect((await operator.call("payments.show", { id: "pay_none" })).problem().code).toBe("not_found");
  });
});

describe("the timeline of payments.show", () => {
  it("has calls, notifications, states, events and the beginning of each answer, in their order", async () => {
    const { payment, attempt } = await storePayment(stage, { appId });
    const { connection } = stage.database;
    const from = payment.createdAt.getTime();
    const at = (ms: number) => new Date(from + ms);
    const common = { traceId: "trace_1", paymentId: payment.id };
    await insertChannelCalls(connection, [
      {
        ...common,
        id: newId("call"),
        attemptId: attempt.id,
        refundId: null,
        channelAccountId: "acc_1",
        operation: "create",
        outcome: "declined",
        detail: null,
        httpStatus: 400,
        channelCode: "<b>NOAUTH</b>",
        channelRequestId: "r-1",
        durationMs: 35,
        startedAt: at(1),
      },
    ]);
    await insertStateChanges(connection, [
      {
        ...common,
        id: newId("chg"),
        subject: "attempt",
        subjectId: attempt.id,
        fromState: "pending",
        toState: "succeeded",
        cause: "notification",
        at: at(2),
      },
    ]);
    const { deliveryId } = await storeDelivered(payment.id, 1, at(3));
    const answer = "<script>alert(1)</script>";
    await stage.database.pool.query("INSERT INTO delivery_attempts SET ?", {
      id: newId("dat"),
      delivery_id: deliveryId,
      number: 1,
      trigger: "schedule",
      status: 500,
      response_start: answer + "x".repeat(900),
      duration_ms: 7,
      started_at: at(4).toISOString().slice(0, -1).replace("T", " "),
    });
    const { timeline } = (await operator.call("payments.show", { id: payment.id })).data();
    expect(timeline.map(({ kind }) => kind)).toEqual([
      "request",
      "attempt",
      "call",
      "state",
      "event",
      "delivery",
    ]);
    const [, , call, state, , delivery] = timeline;
    expect(call?.details).toMatchObject({
      channel_code: "<b>NOAUTH</b>",
      http_status: 400,
      outcome: "declined",
    });
    expect(state?.details).toMatchObject({ from: "pending", to: "succeeded", cause: "notification" });
    expect(delivery?.details).toMatchObject({
      event_type: "payment.succeeded",
      status: 500,
      answer: answer + "x".repeat(256 - answer.length),
    });
  });
});

describe("payments.ask", () => {
  it("has the channel asked now, and is in the audit with what was before", async () => {
    const view = await storeOpenPayment(stage, { appId });
    const { payment, attempt } = view;
    const asked = (await operator.call("payments.ask", { id: payment.id })).data();
    expect(asked).toEqual({ id: payment.id, status: "requires_action", attempts: 1 });
    expect((await rereadPayment(stage, view)).attempt.dueAt).not.toBeNull();
    await waitFor(async () => (await stage.messaging.queueDepths()).get("channel.mock.background") === 1, {
      deadlineMs: 10_000,
      what: "the question to the channel",
    });
    expect(await auditOf(stage, { action: "payments.ask", subject: payment.id })).toMatchObject([
      { phase: "asked", details: { input: { id: payment.id } } },
      {
        phase: "done",
        details: { before: { status: "requires_action" }, after: { asked: [attempt.id] } },
      },
    ]);
  });

  it("leaves what did not go out yet to the sweep, due at once", async () => {
    const view = await storeOpenPayment(stage, {
      appId,
      payment: { status: "processing" },
      attempt: { state: "created" },
    });
    const before = Date.now();
    await operator.call("payments.ask", { id: view.payment.id });
    const { attempt } = await rereadPayment(stage, view);
    expect(Number(attempt.dueAt)).toBeLessThanOrEqual(Date.now());
    expect(Number(attempt.dueAt)).toBeGreaterThanOrEqual(before - 1_000);
  });

  it("is refused for money, for nothing, and for who may only look", async () => {
    const { payment } = await storePayment(stage, { appId });
    expect((await operator.call("payments.ask", { id: payment.id })).problem().code).toBe(
      "payment_already_succeeded",
    );
    expect(await auditOf(stage, { action: "payments.ask", subject: payment.id })).toMatchObject([
      { phase: "asked" },
      { phase: "refused" },
    ]);
    expect((await operator.call("payments.ask", { id: "pay_none" })).problem().code).toBe("not_found");
    const looker = await stage.signIn(["payments.read"]);
    for (const name of ["payments.ask", "payments.close", "payments.redeliver"] as const)
      expect((await looker.call(name, { id: payment.id })).problem().code).toBe("not_permitted");
  });
});

describe("payments.close", () => {
  it("asks for the end, which only the channel brings", async () => {
    const view = await storeOpenPayment(stage, { appId });
    const closed = (await operator.call("payments.close", { id: view.payment.id })).data();
    expect(closed).toEqual({ id: view.payment.id, status: "requires_action", attempts: 1 });
    const now = await rereadPayment(stage, view);
    expect(now.attempt).toMatchObject({ closeRequested: true, state: "pending" });
    expect(now.payment.status).toBe("requires_action");
    expect(await auditOf(stage, { action: "payments.close", subject: view.payment.id })).toMatchObject([
      { phase: "asked" },
      { phase: "done", details: { after: { close_requested: true } } },
    ]);
  });

  it("is refused for money, and changes nothing of what has ended", async () => {
    const paid = await storePayment(stage, { appId });
    expect((await operator.call("payments.close", { id: paid.payment.id })).problem().code).toBe(
      "payment_already_succeeded",
    );
    const ended = await storePayment(stage, {
      appId,
      payment: { status: "closed" },
      attempt: { state: "closed" },
    });
    const answer = (await operator.call("payments.close", { id: ended.payment.id })).data();
    expect(answer).toEqual({ id: ended.payment.id, status: "closed", attempts: 0 });
    expect(await rereadPayment(stage, ended)).toEqual(ended);
    expect((await operator.call("payments.close", { id: "pay_none" })).problem().code).toBe("not_found");
  });
});

describe("payments.redeliver", () => {
  it("sends the events of the payment again, and those of no other", async () => {
    const { payment } = await storePayment(stage, { appId });
    const bystander = await storePayment(stage, { appId });
    const { eventId: mine } = await storeDelivered(payment.id, 1);
    await storeDelivered(payment.id, 2);
    const { eventId: notMine } = await storeDelivered(bystander.payment.id, 1);
    const again = (await operator.call("payments.redeliver", { id: payment.id })).data();
    expect(again).toEqual({ events: 2, deliveries: 2, busy: 0 });
    expect(await countRows(stage, "deliveries", `event_id = '${mine}' AND \`trigger\` = 'manual'`)).toBe(1);
    expect(await countRows(stage, "deliveries", `event_id = '${notMine}' AND \`trigger\` = 'manual'`)).toBe(
      0,
    );
    expect((await findEvents(stage.database.connection, [mine]))[0]?.body).toBe("{}");
    expect(
      (await auditOf(stage, { action: "payments.redeliver", subject: payment.id })).at(-1),
    ).toMatchObject({ phase: "done", details: { after: again } });
    expect((await operator.call("payments.redeliver", { id: "pay_none" })).problem().code).toBe("not_found");
  });
});

/** An event that was delivered to the payment's own address. */
async function storeDelivered(paymentId: string, sequence: number, at = new Date()) {
  const [id, deliveryId] = [newId("evt"), newId("dlv")];
  const row = { id, appId, paymentId, sequence, live: false, type: "payment.succeeded", body: "{}" };
  const rest = { endpointId: null, notifyUrl: "https://shop.example/", refundNotifyUrl: null };
  await insertEvents(stage.database.connection, [
    { ...row, ...rest, traceId: "trace_1", dueAt: null, createdAt: at },
  ]);
  await stage.database.pool.query("INSERT INTO deliveries SET ?", {
    id: deliveryId,
    event_id: id,
    app_id: appId,
    endpoint_id: "notify_url",
    target_id: "own_1",
    url: "https://shop.example/",
    state: "succeeded",
    attempts_made: 1,
    last_status: 200,
    trace_id: "trace_1",
    created_at: "2026-03-01 08:00:00.000",
  });
  return { eventId: id, deliveryId };
}
