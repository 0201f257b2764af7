import type { RefundFact, RefundState } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { unsavedPayment, unsavedRefund } from "../testing/unsaved-rows.ts";
import { decideRefundTransition } from "./decide-refund-transition.ts";

const at = new Date("2026-03-03T01:00:00.000Z");
/** The first second of a day in China. */
const succeededAt = new Date("2026-03-01T16:00:00.000Z");
const money = { amount: 10_000, currency: "CNY" } as const;
const succeeded: RefundFact = { type: "succeeded", money, channelRefundNo: "5030", succeededAt };
const failure = { code: "channel_refused", message: "no", channelCode: null, channelMessage: null };

function entriesOf(fact: RefundFact, next: RefundState) {
  const { payment, attempt } = unsavedPayment();
  const refund = unsavedRefund({ payment, attempt });
  const recorded = { paymentId: payment.id, refundId: refund.id, fact, cause: "refund", traceId: "trace" };
  const found = { payment, attempts: [attempt] };
  const view = { refund, payment, attempt };
  return { refund, entries: decideRefundTransition({ found, view, recorded, next, at }).writes.entries };
}

describe("a transition of a refund", () => {
  it("books a success once, on the day of China of its channel's word, with the fee that comes back", () => {
    const { refund, entries } = entriesOf(succeeded, "succeeded");
    expect(entries).toEqual([
      {
        channelAccountId: "acc_test",
        day: "2026-03-02",
        outNo: refund.id,
        kind: "refund",
        appId: "app_test",
        live: false,
        paymentId: "pay_1",
        method: "mock",
        amount: 10_000,
        fee: -60,
        channelNo: "5030",
        occurredAt: succeededAt,
        bookedAt: at,
      },
    ]);
  });

  it.each([
    ["failed", { type: "failed", failure }],
    ["processing", { type: "accepted", channelRefundNo: "5030" }],
    ["abnormal", { type: "abnormal", channelRefundNo: "5030", failure }],
  ] as const)("books nothing when it becomes %s", (next, fact) => {
    expect(entriesOf(fact, next).entries).toEqual([]);
  });
});
