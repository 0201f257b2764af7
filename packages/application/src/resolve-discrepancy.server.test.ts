import {
  type AttemptRow,
  findAutomaticRefund,
  insertAttempts,
  listRefunds,
  statements,
  updateAttempt,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  book,
  decide,
  raise,
  raiseOfPayment,
  raiseOfRefund,
  rereadDiscrepancy,
  runDay,
} from "../testing/discrepancy-fixture.ts";
import { count, reread, storedPayment } from "../testing/payment-fixture.ts";
import {
  askForRefund,
  paid,
  paidPayment,
  recordOf,
  rereadRefund,
  storedRefund,
} from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture, setUpAt } from "../testing/set-up-fixture.ts";
import { recordFact } from "./record-facts.ts";

const failure = { code: "channel_refused", message: "no", channelCode: null, channelMessage: null };

describe("resolving a discrepancy", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const closedPayment = async (orderNo: string) => {
    const { payment, attempt } = await storedPayment(fixture, orderNo);
    const subject = { paymentId: payment.id, attemptId: attempt.id, cause: "close", traceId: "trace" };
    await recordFact(fixture.deps, { ...subject, fact: { type: "closed" } });
    await updateAttempt(
      fixture.deps.database.connection,
      { id: attempt.id, state: "closed" },
      { dueAt: null },
    );
    return reread(fixture, orderNo);
  };

  it("asks the channel about an order that it has paid and that is closed here, and changes no state", async () => {
    const before = await closedPayment("ahead");
    const { id } = await raiseOfPayment(fixture, before, { type: "status_differs" });
    const result = await decide(fixture, { id }, "accept_channel");
    const { id: attemptId } = before.attempt;
    const message = {
      queue: "channel.mock.background",
      name: "channel.query",
      body: { attempt_id: attemptId },
    };
    expect(result).toMatchObject({ kind: "resolved", messages: [message] });
    const after = await reread(fixture, "ahead");
    expect(after.payment).toEqual(before.payment);
    expect(after.attempt).toEqual({ ...before.attempt, dueAt: after.attempt.dueAt });
    expect(after.attempt.dueAt?.getTime()).toBeGreaterThan(setUpAt.getTime());
    expect(await rereadDiscrepancy(fixture, id)).toMatchObject({
      state: "resolved",
      resolution: "accept_channel",
      reason: "as the channel's console shows",
      resolvedBy: "anna",
      approvedBy: null,
      resolvedAt: setUpAt,
      outcome: { done: { effect: "asked", subject: "payment", number: attemptId, state_before: "closed" } },
    });
    expect(await count(fixture, "outbox", `trace_id = 'trace_of_run' AND body LIKE '%${attemptId}%'`)).toBe(
      1,
    );
  });

  it("asks about an order of ours that the books do not have, and writes down one that nobody knows", async () => {
    const view = await closedPayment("not-booked");
    const ours = await raiseOfPayment(fixture, view, { type: "missing_here", here: null });
    expect(await decide(fixture, ours, "accept_channel")).toMatchObject({
      messages: [{ name: "channel.query" }],
    });
    const strange = { attempt: { ...view.attempt, id: "4711", paymentId: "" } };
    const unknown = await raiseOfPayment(fixture, strange, { type: "missing_here", here: null });
    const refused = await decide(fixture, unknown, "refund");
    expect(refused).toMatchObject({ kind: "refused", reason: "nothing_of_ours" });
    expect(await rereadDiscrepancy(fixture, unknown.id)).toEqual(unknown);
    const resolved = await decide(fixture, unknown, "accept_channel");
    expect(resolved).toMatchObject({
      kind: "resolved",
      messages: [],
      row: { outcome: { done: { effect: "recorded" } } },
    });
  });

  it("knows a number at its own account only", async () => {
    const view = await paidPayment(fixture, "elsewhere");
    const { id: attemptId } = view.attempt;
    const other = await raise(fixture, { type: "missing_here", attemptId, channelAccountId: "acc_other" });
    expect(await decide(fixture, other, "refund")).toMatchObject({
      kind: "refused",
      reason: "nothing_of_ours",
    });
    expect((await reread(fixture, "elsewhere")).payment).toEqual(view.payment);
  });

  it("asks whether the channel still has money that its bill does not have", async () => {
    const view = await paidPayment(fixture, "not-there");
    const { id } = await raiseOfPayment(fixture, view, { type: "missing_there", there: null });
    expect(await decide(fixture, { id }, "refund")).toMatchObject({ reason: "money_not_there" });
    expect(await decide(fixture, { id }, "accept_channel")).toMatchObject({
      messages: [{ name: "channel.query" }],
    });
    const after = await reread(fixture, "not-there");
    expect(after.payment).toEqual(view.payment);
    expect(after.attempt.dueAt).not.toBeNull();
  });

  it("asks about a refund, and has one that was never sent made", async () => {
    const { payment } = await paidPayment(fixture, "refunds");
    const [sent, unsent] = [
      await storedRefund(fixture, { payment_id: payment.id, refund_no: "sent", amount: 100 }),
      await storedRefund(fixture, { payment_id: payment.id, refund_no: "unsent", amount: 100 }),
    ];
    await recordOf(fixture, sent, { type: "submitting" });
    const one = await raiseOfRefund(fixture, sent, { type: "status_differs" });
    const body = { refund_id: sent.refund.id };
    const question = { name: "channel.refund_query", body };
    expect(await decide(fixture, one, "accept_channel")).toMatchObject({ messages: [question] });
    const other = await raiseOfRefund(fixture, unsent, { type: "status_differs" });
    expect(await decide(fixture, other, "accept_channel")).toMatchObject({ kind: "resolved", messages: [] });
    expect((await rereadRefund(fixture, unsent.refund.id)).refund).toEqual({
      ...unsent.refund,
      dueAt: setUpAt,
    });
  });

  it("takes the channel's fee into the books, has the statement built again and leaves other entries", async () => {
    const [view, bystander] = [
      await paidPayment(fixture, "fee"),
      await paidPayment(fixture, "fee-bystander"),
    ];
    await book(fixture, view, 3);
    await book(fixture, bystander, 3);
    const statement = { live: false, sha256: "0".repeat(64), totals: "{}", builtAt: setUpAt };
    const built = [
      { ...statement, appId: view.payment.appId, day: runDay },
      { ...statement, appId: view.payment.appId, day: "2026-03-02" },
    ];
    await fixture.deps.database.connection.insert(statements).values(built);
    const found = { type: "fee_differs", amount: 2, here: { fee: 3 }, there: { fee: 5 } } as const;
    const { id } = await raiseOfPayment(fixture, view, found);
    expect(await decide(fixture, { id }, "refund")).toMatchObject({ reason: "no_money_to_return" });
    expect(await decide(fixture, { id }, "accept_channel")).toMatchObject({
      kind: "resolved",
      row: {
        outcome: { done: { effect: "fee_set", out_no: view.attempt.id, day: runDay, before: 3, after: 5 } },
      },
    });
    expect(await count(fixture, "book_entries", `out_no = '${view.attempt.id}' AND fee = 5`)).toBe(1);
    expect(await count(fixture, "book_entries", `out_no = '${bystander.attempt.id}' AND fee = 3`)).toBe(1);
    expect(await count(fixture, "statements", `day = '${runDay}'`)).toBe(0);
    expect(await count(fixture, "statements")).toBe(1);
    expect((await reread(fixture, "fee")).payment).toEqual(view.payment);
  });

  it.each(["amount_differs", "duplicate"] as const)(
    "writes %s down alone when ours is kept",
    async (type) => {
      const view = await paidPayment(fixture, `kept-${type}`);
      const { id } = await raiseOfPayment(fixture, view, { type, there: { amount: 400 } });
      expect(await decide(fixture, { id }, "refund")).toMatchObject({ kind: "refused" });
      expect(await decide(fixture, { id }, "accept_local")).toMatchObject({ kind: "resolved", messages: [] });
      expect(await reread(fixture, `kept-${type}`)).toEqual(view);
    },
  );

  it("gives late money back out of the balance, once", async () => {
    const view = await paidPayment(fixture, "late");
    const { id } = await raiseOfPayment(fixture, view, { type: "missing_here", here: null });
    const results = await Promise.all([1, 2, 3, 4].map(() => decide(fixture, { id }, "refund")));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual([
      "not_open",
      "not_open",
      "not_open",
      "resolved",
    ]);
    expect((await reread(fixture, "late")).payment.amountRefunded).toBe(500);
    expect(await count(fixture, "refunds", `refund_no = '${id}' AND amount = 500`)).toBe(1);
    expect(await count(fixture, "refunds", `payment_id = '${view.payment.id}'`)).toBe(1);
    const [{ id: refundId } = { id: "" }] = await listRefunds(fixture.deps.database.connection, {
      paymentId: view.payment.id,
      limit: 2,
    }).then((found) => found.map(({ refund }) => refund));
    expect(await count(fixture, "outbox", `name = 'channel.refund' AND body LIKE '%${refundId}%'`)).toBe(1);
  });

  it("refuses to give back more than is left, and changes nothing", async () => {
    const { payment, attempt } = await paidPayment(fixture, "spent");
    await askForRefund(fixture, { payment_id: payment.id, refund_no: "spent", amount: 1 });
    const before = await reread(fixture, "spent");
    const row = await raiseOfPayment(fixture, { attempt }, { type: "missing_here", here: null });
    expect(await decide(fixture, row, "refund")).toMatchObject({
      kind: "refused",
      reason: "exceeds_balance",
    });
    expect(await rereadDiscrepancy(fixture, row.id)).toEqual(row);
    expect(await reread(fixture, "spent")).toEqual(before);
    expect(await count(fixture, "refunds", `payment_id = '${payment.id}'`)).toBe(1);
  });

  it("gives a second payment back by a new refund once the first has failed, and not before", async () => {
    const { payment, attempt } = await paidPayment(fixture, "twice");
    const second: AttemptRow = { ...attempt, id: newId("att"), state: "pending", settledAt: null };
    const { connection } = fixture.deps.database;
    await insertAttempts(connection, [second]);
    const recorded = { paymentId: payment.id, attemptId: second.id, cause: "query", traceId: "trace" };
    await recordFact(fixture.deps, { ...recorded, fact: paid(500, second.id) });
    const first = await findAutomaticRefund(connection, second.id);
    if (first === null) throw new Error("a second payment is refunded by itself");
    const about = { paymentId: payment.id, attemptId: second.id, refundId: first.id };
    const { id } = await raise(fixture, { type: "paid_twice", ...about });
    expect(await decide(fixture, { id }, "refund")).toMatchObject({ reason: "refund_under_way" });
    await recordOf(fixture, { refund: first }, { type: "failed", failure });
    const resolved = await decide(fixture, { id }, "refund");
    const again = await findAutomaticRefund(connection, second.id);
    expect(again).toMatchObject({ kind: "duplicate", amount: 500, state: "created" });
    expect(again?.id).not.toBe(first.id);
    const done = { effect: "refund_made", refund_id: again?.id, kind: "duplicate", amount: 500 };
    expect(resolved).toMatchObject({
      kind: "resolved",
      row: { outcome: { done } },
      messages: [{ name: "channel.refund" }],
    });
    expect((await reread(fixture, "twice")).payment.amountRefunded).toBe(0);
    expect(await count(fixture, "refunds", `attempt_id = '${second.id}'`)).toBe(2);
  });

  it("is decided by one of several, where there is no payment to wait for either", async () => {
    const row = await raise(fixture, { type: "funds_differ", runId: "run_1" });
    const results = await Promise.all([1, 2, 3, 4].map(() => decide(fixture, row, "accept_channel")));
    expect(results.filter(({ kind }) => kind === "resolved")).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === "not_open")).toHaveLength(3);
  });

  it("says that there is no such discrepancy", async () => {
    expect(await decide(fixture, { id: "dsc_none" }, "ignore")).toEqual({ kind: "discrepancy_unknown" });
  });
});
