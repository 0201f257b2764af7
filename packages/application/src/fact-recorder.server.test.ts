import { fanOutEvents } from "@compose-pay/contracts";
import { events, outbox } from "@compose-pay/database";
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

  it("tells of the events of facts that are recorded together by one message, which one of them hands over", async () => {
    const orderNos = Array.from({ length: 8 }, (_, index) => `told-${index}`);
    await store([...orderNos, "silent"]);
    const silent = await factAbout("silent", { type: "submitting" });
    const facts = await Promise.all(orderNos.map((orderNo) => factAbout(orderNo, paid(orderNo))));
    const traced = facts.map((fact, index) => ({ ...fact, traceId: `trace-${index}` }));
    const outcomes = await Promise.all([silent, ...traced.slice(1)].map((fact) => recorder.record(fact)));
    const handedOver = outcomes.map((outcome) => (outcome.kind === "changed" ? outcome.messages : []));
    expect(handedOver.map(({ length }) => length)).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
    const [message] = handedOver.flat();
    expect(message).toMatchObject({ queue: "notify.events", traceId: "trace-1" });
    const stored = await fixture.deps.database.connection.select().from(outbox);
    expect(stored.filter(({ id }) => id === message?.id)).toEqual([message]);
    expect(eventIdsOf(message)).toEqual(await eventIds(traced.slice(1)));
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
    const stored = await fixture.deps.database.connection.select().from(outbox);
    const [own] = await eventIds([left]);
    const ofMessages = stored.filter(({ queue }) => queue === "notify.events").map(eventIdsOf);
    expect(ofMessages.filter((ids) => ids.includes(own ?? ""))).toEqual([[own]]);
  });

  /** Of the one event of each. */
  const eventIds = async (facts: readonly RecordedFact[]): Promise<readonly (string | undefined)[]> => {
    const stored = await fixture.deps.database.connection.select().from(events);
    return facts.map((fact) => stored.find(({ paymentId }) => paymentId === fact.paymentId)?.id);
  };
});

function eventIdsOf(message: { readonly body: unknown } | undefined): readonly string[] {
  return fanOutEvents.schema.parse(message?.body).event_ids;
}
