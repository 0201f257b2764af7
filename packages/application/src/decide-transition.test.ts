import type { AttemptFact } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { unsavedPayment } from "../testing/unsaved-rows.ts";
import { decideTransition } from "./decide-transition.ts";

const at = new Date("2026-03-01T16:00:02.000Z");
/** The last second of its day in China; it is known a day later. */
const paidAt = new Date("2026-03-01T15:59:59.000Z");
const money = { amount: 10_000, currency: "CNY" } as const;
const paid: AttemptFact = { type: "paid", money, channelTradeNo: "4200", paidAt };

function step(fact: AttemptFact, next: "succeeded" | "closed" | "pending") {
  const { payment, attempt } = unsavedPayment();
  const recorded = { paymentId: payment.id, attemptId: attempt.id, fact, cause: "query", traceId: "trace" };
  return { found: { payment, attempts: [attempt] }, attempt, recorded, next, at };
}

describe("a transition of an attempt", () => {
  it("books a success once, on the day of China on which its channel says that it was paid", () => {
    const paidStep = step(paid, "succeeded");
    expect(decideTransition(paidStep).writes.entries).toEqual([
      {
        channelAccountId: "acc_test",
        day: "2026-03-01",
        outNo: paidStep.attempt.id,
        kind: "payment",
        appId: "app_test",
        live: false,
        paymentId: "pay_1",
        method: "mock",
        amount: 10_000,
        fee: 60,
        channelNo: "4200",
        occurredAt: paidAt,
        bookedAt: at,
      },
    ]);
  });

  it("books a second success of its payment too", () => {
    const second = step(paid, "succeeded");
    const payment = { ...second.found.payment, status: "succeeded", currentAttemptId: "att_other" } as const;
    const first = { ...second.attempt, id: "att_other", state: "succeeded" } as const;
    const found = { payment, attempts: [first, second.attempt] };
    const { writes } = decideTransition({ ...second, found });
    expect(writes.entries).toMatchObject([{ outNo: second.attempt.id, amount: 10_000, fee: 60 }]);
    expect(writes.newRefunds).toHaveLength(1);
  });

  it.each([
    ["closed", { type: "closed" }],
    ["pending", { type: "accepted" }],
  ] as const)("books nothing when it becomes %s", (next, fact) => {
    expect(decideTransition(step(fact, next)).writes.entries).toEqual([]);
  });
});
