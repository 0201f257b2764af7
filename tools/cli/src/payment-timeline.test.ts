import type { PaymentJournal } from "@compose-pay/database";
import { expect, it } from "vitest";
import { leftOut, paymentTimeline } from "./payment-timeline.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 2, 1) + ms);
const traceId = "trace_1";

/** A payment whose row nobody looks at. */
const journal = {
  attempts: [],
  refunds: [],
  calls: [
    {
      id: "call_1",
      paymentId: "pay_1",
      attemptId: "att_1",
      refundId: null,
      channelAccountId: "acc_1",
      operation: "create",
      outcome: "unknown",
      detail: "timeout",
      httpStatus: null,
      channelCode: null,
      channelRequestId: null,
      durationMs: 8_000,
      traceId,
      startedAt: at(5),
    },
  ],
  notifications: [
    {
      id: "ntf_1",
      channelAccountId: "acc_1",
      channel: "wechat",
      notificationId: "n_1",
      attemptId: "att_1",
      refundId: null,
      verdict: "applied",
      reason: null,
      timesReceived: 3,
      traceId,
      receivedAt: at(9),
      dueAt: null,
      processedAt: at(9),
    },
  ],
  changes: [
    {
      id: "chg_2",
      paymentId: "pay_1",
      subject: "attempt",
      subjectId: "att_1",
      fromState: "submitted",
      toState: "succeeded",
      cause: "notification",
      traceId,
      at: at(9),
    },
  ],
  discrepancies: [],
  cutOff: [],
  events: [
    {
      id: "evt_1",
      appId: "app_1",
      paymentId: "pay_1",
      live: false,
      type: "payment.succeeded",
      sequence: 1,
      endpointId: null,
      notifyUrl: null,
      refundNotifyUrl: null,
      traceId,
      dueAt: null,
      createdAt: at(9),
    },
  ],
  deliveries: [
    {
      id: "dlv_1",
      eventId: "evt_1",
      appId: "app_1",
      endpointId: "end_1",
      url: null,
      state: "retrying",
      targetId: "ep_1",
      trigger: "schedule",
      ladderFrom: 0,
      attemptsMade: 2,
      nextAttemptAt: at(60_000),
      lastStatus: 500,
      traceId,
      createdAt: at(10),
      endedAt: null,
    },
  ],
  deliveryAttempts: [1, 2].map((number) => ({
    id: `dat_${number}`,
    deliveryId: "dlv_1",
    number,
    trigger: "schedule" as const,
    address: null,
    status: number === 1 ? null : 500,
    error: number === 1 ? "timeout" : null,
    durationMs: 7,
    startedAt: at(10 + number),
  })),
} satisfies Omit<PaymentJournal, "payment">;

it("a timeline is in the order of time, and in that of cause and effect within a millisecond", () => {
  // because no line of the timeline is made from the payment's own row
  const whole = journal as unknown as PaymentJournal;
  expect(paymentTimeline(whole).map(({ kind, subject, what }) => `${kind} ${subject}: ${what}`)).toEqual([
    "call att_1: create unknown (timeout) in 8000 ms",
    "notification att_1: ntf_1 applied, came 3 times",
    "state att_1: submitted → succeeded (notification)",
    "event evt_1: payment.succeeded, sequence 1",
    "delivery evt_1: to end_1, try 1: timeout in 7 ms",
    "delivery evt_1: to end_1, try 2: 500 in 7 ms (retrying)",
  ]);
});

it("says which kinds are too long to be shown whole, and nothing else", () => {
  expect(leftOut({ cutOff: ["calls", "changes"] })).toBe("earlier ones left out: calls, changes");
  expect(leftOut({ cutOff: [] })).toBe("");
});
