import type { TimelineEntry } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { stateWords } from "./state-words.ts";
import { lineOf } from "./timeline-line.ts";
import { timelineWords } from "./timeline-words.ts";

const entry = (kind: TimelineEntry["kind"], details: TimelineEntry["details"]): TimelineEntry => ({
  at: "2026-03-01T08:00:00.000Z",
  kind,
  subject: "att_1",
  what: "as the API says it",
  trace_id: null,
  details,
});

describe("a line of the timeline", () => {
  it.each([
    [
      entry("call", {
        operation: "create",
        outcome: "unknown",
        detail: "timeout",
        http_status: null,
        duration_ms: 8_000,
      }),
      "下单：结果未知 (超时)，8000 毫秒",
      "create: unknown (timeout), 8000 ms",
    ],
    [
      entry("state", { of: "attempt", from: "pending", to: "succeeded", cause: "notification" }),
      "尝试：待支付 → 成功（渠道通知）",
      "attempt: pending → succeeded (notification)",
    ],
    [
      entry("notification", { verdict: "refused", reason: "key_unknown", times_received: 3 }),
      "已拒绝 (key_unknown)，共收到 3 次",
      "refused (key_unknown), came 3 times",
    ],
    [
      entry("delivery", {
        event_type: "payment.succeeded",
        number: 2,
        status: 500,
        error: null,
        duration_ms: 7,
      }),
      "payment.succeeded 第 2 次：500，7 毫秒",
      "payment.succeeded, try 2: 500, 7 ms",
    ],
    [
      entry("delivery", {
        event_type: "payment.succeeded",
        number: 1,
        status: null,
        error: null,
        duration_ms: 7,
      }),
      "payment.succeeded 第 1 次：无应答，7 毫秒",
      "payment.succeeded, try 1: no answer, 7 ms",
    ],
    [
      entry("request", { order_no: "A1001", amount: 123_456, method: "wechat_native" }),
      "A1001，¥1,234.56，微信扫码",
      "A1001, ¥1,234.56, WeChat QR code",
    ],
    [
      entry("refund", { refund_no: null, kind: "duplicate", amount: 5, reason: null }),
      "重复支付自动退款，¥0.05",
      "duplicate, ¥0.05",
    ],
    [
      entry("attempt", { method: "new_one", account_id: "acc_1" }),
      "new_one，通道商户号 acc_1",
      "new_one on acc_1",
    ],
  ])("%j is told in both languages", (one, chinese, english) => {
    expect(lineOf(one, timelineWords["zh-CN"], stateWords["zh-CN"].method)).toBe(chinese);
    expect(lineOf(one, timelineWords.en, stateWords.en.method)).toBe(english);
  });
});
