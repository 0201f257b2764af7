import type { CreateAttempt } from "@compose-pay/contracts";
import { events, findAttempt, lockPayment, type PaymentPlan } from "@compose-pay/database";
import type { AttemptFact } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askFor, plan, reread, testWriter } from "../testing/payment-fixture.ts";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { createAttempt } from "./create-attempt.ts";
import { recordFact } from "./record-facts.ts";

const failure = { code: "declined", message: "no", channelCode: "X", channelMessage: null };
const money = { amount: 100, currency: "CNY" } as const;
const paid: AttemptFact = { type: "paid", money, channelTradeNo: "T1", paidAt: new Date() };

describe("the attempts of a payment", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const first = async (orderNo: string) => {
    await askFor(fixture, testWriter(fixture), { orderNo });
    const { payment, attempt } = await reread(fixture, orderNo);
    return { paymentId: payment.id, attemptId: attempt.id };
  };
  const another = async (paymentId: string, wish: Partial<CreateAttempt> = {}, of: PaymentPlan = plan) => {
    const created = await createAttempt(
      { ...fixture.deps, isCircuitOpen: () => false },
      {
        appId: "app_test",
        live: false,
        paymentId,
        parameters: { method: "mock", payer: null, client_ip: "203.0.113.7", ...wish },
        traceId: "trace-2",
        plan: of,
      },
    );
    if (created.kind !== "created") throw new Error(created.kind);
    return created.view.attempt.id;
  };
  const learn = (paymentId: string, attemptId: string, ...facts: readonly AttemptFact[]) =>
    facts.reduce<Promise<unknown>>(
      (before, fact) =>
        before.then(() =>
          recordFact(fixture.deps, { paymentId, attemptId, fact, cause: "test", traceId: "trace" }),
        ),
      Promise.resolve(),
    );
  const stored = async (paymentId: string) => {
    const found = await lockPayment(fixture.deps.database.connection, paymentId);
    if (found === null) throw new Error(paymentId);
    return found;
  };
  const eventsOf = async (paymentId: string) => {
    const all = await fixture.deps.database.connection.select().from(events).orderBy(events.sequence);
    return all.filter((event) => event.paymentId === paymentId);
  };

  it("make no event while a later one can be paid", async () => {
    const { paymentId, attemptId } = await first("switch");
    await learn(paymentId, attemptId, { type: "submitting" }, { type: "accepted" });
    const second = await another(paymentId);
    await learn(paymentId, attemptId, { type: "closed" });
    const { payment, attempts } = await stored(paymentId);
    expect(attempts.map(({ id, state }) => [id, state])).toEqual([
      [attemptId, "closed"],
      [second, "created"],
    ]);
    expect(payment).toMatchObject({ status: "processing", currentAttemptId: second, closedAt: null });
    expect(await eventsOf(paymentId)).toEqual([]);
  });

  it("end the payment with the last that can be paid, in the words of the latest", async () => {
    const { paymentId, attemptId } = await first("last");
    await learn(paymentId, attemptId, { type: "submitting" }, { type: "accepted" });
    const second = await another(paymentId);
    await learn(paymentId, second, { type: "submitting" }, { type: "declined", failure });
    expect((await stored(paymentId)).payment.status).toBe("processing");
    expect(await eventsOf(paymentId)).toEqual([]);
    await learn(paymentId, attemptId, { type: "closed" });
    expect((await stored(paymentId)).payment).toMatchObject({ status: "failed", closedAt: null });
    const [event, ...others] = await eventsOf(paymentId);
    expect(others).toEqual([]);
    expect(JSON.parse(event?.body ?? "")).toMatchObject({
      type: "payment.failed",
      data: { attempt: { id: second, status: "failed" }, failure: { channel_code: "X" } },
    });
  });

  it("are closed as soon as one has the money, which then speaks with its method and fee", async () => {
    const { paymentId, attemptId } = await first("money");
    await learn(paymentId, attemptId, { type: "submitting" }, { type: "accepted" });
    const dearer = { ...plan, feeTerms: { ...plan.feeTerms, fixed: 50 } };
    const second = await another(paymentId, { method: "alipay_qr" }, dearer);
    expect((await stored(paymentId)).payment).toMatchObject({ method: "alipay_qr", fee: 51 });
    await learn(paymentId, attemptId, paid);
    const { payment, attempts } = await stored(paymentId);
    expect(payment).toMatchObject({
      status: "succeeded",
      currentAttemptId: attemptId,
      method: "mock",
      fee: 1,
    });
    const left = attempts.find(({ id }) => id === second);
    expect(left).toMatchObject({ state: "created", closeRequested: true, fee: 51 });
    expect(left?.dueAt).toEqual(setUpAt);
    await learn(paymentId, second, { type: "closed_unsent" });
    expect((await eventsOf(paymentId)).map(({ type }) => type)).toEqual(["payment.succeeded"]);
    expect((await stored(paymentId)).payment).toEqual(payment);
  });

  it("keep no payment code that was sent, and still know it again", async () => {
    const { paymentId, attemptId } = await first("till");
    await learn(paymentId, attemptId, { type: "submitting" }, { type: "declined", failure });
    const payer = { auth_code: "130000000000000000" };
    const second = await another(paymentId, { method: "wechat_codepay", payer });
    const before = await findAttempt(fixture.deps.database.connection, second);
    expect(before?.attempt.payer).toEqual(payer);
    await learn(paymentId, second, { type: "submitting" });
    const after = await findAttempt(fixture.deps.database.connection, second);
    expect(JSON.stringify(after)).not.toContain(payer.auth_code);
    await expect(another(paymentId, { method: "wechat_codepay", payer })).rejects.toThrow("replayed");
    await another(paymentId, { method: "wechat_codepay", payer: { auth_code: "130000000000000001" } });
    expect((await stored(paymentId)).attempts).toHaveLength(3);
  });

  it("are in the order in which they were made, whichever host's clock is behind", async () => {
    const { paymentId, attemptId } = await first("clocks");
    const { deps } = fixture;
    const behind = { now: () => new Date(deps.clock.now().getTime() - 60_000) };
    const made = await createAttempt(
      { ...deps, clock: behind, isCircuitOpen: () => false },
      {
        appId: "app_test",
        live: false,
        paymentId,
        parameters: { method: "alipay_qr", payer: null, client_ip: null },
        traceId: "trace",
        plan,
      },
    );
    expect(made.kind).toBe("created");
    const { payment, attempts } = await stored(paymentId);
    expect(attempts[0]?.id).toBe(attemptId);
    expect(attempts[1]?.id).toBe(payment.currentAttemptId);
  });
});
