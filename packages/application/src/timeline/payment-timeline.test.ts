import type { PaymentJournal } from "@compose-pay/database";
import { expect, it } from "vitest";
import { leftOut, paymentTimeline } from "./payment-timeline.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 2, 1) + ms);
const traceId = "trace_1";

const journal = {
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
    responseStart: number === 1 ? null : "<b>down</b>",
    startedAt: at(10 + number),
  })),
} satisfies Omit<PaymentJournal, "payment" | "attempts" | "refunds">;

const payment = {
  id: "pay_1",
  appId: "app_1",
  orderNo: "A1001",
  amount: 100,
  method: "wechat_native",
  clientIp: null,
  traceId,
  createdAt: at(0),
  expiresAt: at(60_000),
};
const attempt = {
  id: "att_1",
  method: "wechat_native",
  channel: "wechat",
  channelAccountId: "acc_1",
  amount: 100,
  traceId,
  createdAt: at(0),
};
const refund = {
  id: "rfd_1",
  refundNo: null,
  kind: "duplicate",
  amount: 100,
  reason: null,
  attemptId: "att_1",
  traceId,
  createdAt: at(9),
};

// because of these rows nothing else is read
const whole = {
  ...journal,
  payment,
  attempts: [attempt],
  refunds: [refund],
} as unknown as PaymentJournal;

it("a timeline is in the order of time, and in that of cause and effect within a millisecond", () => {
  expect(paymentTimeline(whole).map(({ kind, subject, what }) => `${kind} ${subject}: ${what}`)).toEqual([
    "request pay_1: A1001: 100 fen by wechat_native",
    "attempt att_1: wechat_native on acc_1",
    "call att_1: create unknown (timeout) in 8000 ms",
    "refund rfd_1: duplicate: 100 fen",
    "notification att_1: ntf_1 applied, came 3 times",
    "state att_1: submitted → succeeded (notification)",
    "event evt_1: payment.succeeded, sequence 1",
    "delivery evt_1: to end_1, try 1: timeout in 7 ms",
    "delivery evt_1: to end_1, try 2: 500 in 7 ms (retrying)",
  ]);
});

it("tells the answer of each delivery as it was, and what comes next at the last one", () => {
  const told = paymentTimeline(whole).filter(({ kind }) => kind === "delivery");
  expect(told.map(({ details }) => details)).toMatchObject([
    { number: 1, error: "timeout", answer: null, state: null, next_attempt_at: null },
    {
      number: 2,
      status: 500,
      answer: "<b>down</b>",
      event_type: "payment.succeeded",
      state: "retrying",
      next_attempt_at: at(60_000).toISOString(),
    },
  ]);
});

it("says which kinds are too long to be shown whole, and nothing else", () => {
  expect(leftOut({ cutOff: ["calls", "changes"] })).toBe("earlier ones left out: calls, changes");
  expect(leftOut({ cutOff: [] })).toBe("");
});
