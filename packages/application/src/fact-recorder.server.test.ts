import type { AttemptFact } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, reread, storedPayment } from "../testing/payment-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { createFactRecorder, type FactRecorder } from "./fact-recorder.ts";
import type { RecordedFact } from "./record-facts.ts";

/** A channel gives each order its own number. */
function paid(orderNo: string): AttemptFact {
  const paidAt = new Date("2026-03-01T08:01:00.000Z");
  return { type: "paid", money: { amount: 100, currency: "CNY" }, channelTradeNo: `42 ${orderNo}`, paidAt };
}

describe("the fact recorder", () => {
  let fixture: SetUpFixture;
  let recorder: FactRecorder;
  beforeAll(async () => {
    fixture = await openSetUp();
    recorder = createFactRecorder({ ...fixture.deps, mostInBatch: 8, mostBatchesAtOnce: 2 });
  });
  afterAll(() => fixture.close());

  const factAbout = async (orderNo: string, fact: AttemptFact): Promise<RecordedFact> => {
    const { payment, attempt } = await reread(fixture, orderNo);
    return { paymentId: payment.id, attemptId: attempt.id, fact, cause: "query", traceId: "trace" };
  };
  const store = (orderNos: readonly string[]) =>
    Promise.all(orderNos.map((orderNo) => storedPayment(fixture, orderNo)));

  it("records each of many facts that come together, with its own event", async () => {
    const orderNos = Array.from({ length: 30 }, (_, index) => `together-${index}`);
    await store(orderNos);
    const facts = await Promise.all(orderNos.map((orderNo) => factAbout(orderNo, paid(orderNo))));
    const outcomes = await Promise.all(facts.map((fact) => recorder.record(fact)));
    outcomes.forEach((outcome, index) => {
      expect(outcome).toMatchObject({ kind: "changed", view: { payment: { orderNo: orderNos[index] } } });
    });
    for (const { paymentId } of facts) {
      expect(await count(fixture, "events", `payment_id = '${paymentId}'`)).toBe(1);
      expect(await count(fixture, "state_changes", `payment_id = '${paymentId}'`)).toBe(2);
    }
  });

  it("records facts about one payment in the order in which they came", async () => {
    await store(["in-order"]);
    const sent = await factAbout("in-order", { type: "submitting" });
    const facts = [{ type: "submitting" }, { type: "accepted" }, paid("in-order")] as const;
    const outcomes = await Promise.all(facts.map((fact) => recorder.record({ ...sent, fact })));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["changed", "changed", "changed"]);
    expect((await reread(fixture, "in-order")).payment.status).toBe("succeeded");
  });

  it("fails alone what cannot be recorded, and records its neighbours", async () => {
    await store(["left", "right"]);
    const [left, right] = [await factAbout("left", paid("left")), await factAbout("right", paid("right"))];
    const unknown = { ...left, paymentId: "pay_unknown", attemptId: "att_unknown" };
    const outcomes = await Promise.allSettled([
      recorder.record(left),
      recorder.record(unknown),
      recorder.record(right, () => Promise.reject(new Error("what goes with it failed"))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect((await reread(fixture, "left")).payment.status).toBe("succeeded");
    expect((await reread(fixture, "right")).payment.status).toBe("processing");
    expect(await count(fixture, "events", `payment_id = '${left.paymentId}'`)).toBe(1);
  });
});
