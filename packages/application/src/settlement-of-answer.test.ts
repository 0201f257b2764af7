import type { Answer, RefundProgress } from "@compose-pay/channels";
import { expect, it } from "vitest";
import { settlementOfAnswer } from "./settlement-of-answer.ts";

const failure = { code: "refund_refused", message: "no", channelCode: "HELD", channelMessage: null } as const;
const money = { amount: 1, currency: "CNY" } as const;

type Told<Value> = Value extends unknown ? Omit<Value, "call" | "earlierCalls"> : never;

const held: RefundProgress = { state: "abnormal", channelRefundNo: "50", failure };
const working: RefundProgress = { state: "processing", channelRefundNo: "50" };
const back: RefundProgress = {
  state: "succeeded",
  money,
  channelRefundNo: "50",
  succeededAt: new Date("2026-03-01T09:00:00.000Z"),
};

it.each<readonly [string, Told<Answer<RefundProgress>>, object]>([
  ["that it works on it", { kind: "ok", value: working }, { kind: "taken", progress: working }],
  ["that it is done", { kind: "ok", value: back }, { kind: "taken", progress: back }],
  [
    "that it is as stuck as before",
    { kind: "ok", value: held },
    { kind: "not_taken", reason: "still_abnormal", detail: "HELD" },
  ],
  [
    "that it does nothing now",
    { kind: "throttled", reason: "FREQUENCY_LIMITED" },
    { kind: "not_taken", reason: "throttled", detail: "FREQUENCY_LIMITED" },
  ],
  [
    "nothing, since the account cannot call",
    { kind: "misconfigured", reason: "platform_key_missing" },
    { kind: "not_taken", reason: "misconfigured", detail: "platform_key_missing" },
  ],
  ["that it does not do it", { kind: "declined", failure }, { kind: "declined", failure }],
  [
    "nothing that can be read",
    { kind: "unknown", reason: "timeout", detail: null },
    { kind: "unanswered", outcome: "unknown", reason: "timeout" },
  ],
  [
    "that it does not know the refund, or not yet",
    { kind: "ok", value: { state: "absent" } },
    { kind: "unanswered", outcome: "ok", reason: "absent" },
  ],
])("a channel that says %s", (_, told, expected) => {
  const call = {
    operation: "refund",
    startedAt: new Date(0),
    durationMs: 1,
    httpStatus: null,
    channelCode: null,
    channelRequestId: null,
    outcome: "answered",
  };
  // because the journal's part of an answer is not looked at
  const answer = { ...told, call, earlierCalls: [] } as unknown as Answer<RefundProgress>;
  expect(settlementOfAnswer(answer)).toEqual(expected);
});
