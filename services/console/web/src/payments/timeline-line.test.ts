import type { TimelineEntry } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { codeWords } from "../show/code-words.ts";
import { spanWords } from "../show/span-text.ts";
import type { Language } from "../shell/words.ts";
import { stateWords } from "../show/state-words.ts";
import { lineOf, type Telling } from "./timeline-line.ts";
import { timelineWords } from "./timeline-words.ts";

const entry = (kind: TimelineEntry["kind"], details: TimelineEntry["details"]): TimelineEntry => ({
  at: "2026-03-01T08:00:00.000Z",
  kind,
  subject: "att_1",
  what: "as the API says it",
  trace_id: null,
  details,
});

const tellingIn = (language: Language): Telling => ({
  words: timelineWords[language],
  states: stateWords[language],
  codeOf: codeWords[language].of,
  spanOf: spanWords[language].of,
  accounts: new Map([["acc_named", "Main"]]),
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
      "下单：结果未知（超时），8.00 秒",
      "create: unknown (timeout), 8.00 s",
    ],
    [
      entry("state", { of: "attempt", from: "pending", to: "succeeded", cause: "notification" }),
      "支付尝试：待支付 → 成功（渠道通知）",
      "attempt: pending → succeeded (notification)",
    ],
    [
      entry("notification", { verdict: "refused", reason: "key_unknown", times_received: 3 }),
      "已拒绝（未知的密钥或证书），共收到 3 次",
      "refused (key unknown), came 3 times",
    ],
    [
      entry("delivery", {
        event_type: "payment.succeeded",
        number: 2,
        status: 500,
        error: "status_500",
        duration_ms: 7,
      }),
      "payment.succeeded 第 2 次：HTTP 500，7 毫秒",
      "payment.succeeded, try 2: HTTP 500, 7 ms",
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
      "Second payment, by itself, ¥0.05",
    ],
    [
      entry("attempt", { method: "new_one", account_id: "acc_1" }),
      "new_one，通道商户号 acc_1",
      "new_one on acc_1",
    ],
    [
      entry("attempt", { method: "alipay_qr", account_id: "acc_named" }),
      "支付宝扫码，通道商户号 Main",
      "Alipay QR code on Main",
    ],
    [
      entry("discrepancy", { type: "amount_differs", state: "open" }),
      "金额不符（待处理）",
      "amount differs (open)",
    ],
    [
      entry("delivery", {
        event_type: "refund.failed",
        number: 3,
        status: null,
        error: "too_slow",
        duration_ms: 15_000,
      }),
      "refund.failed 第 3 次：应答超时，15.00 秒",
      "refund.failed, try 3: too slow, 15.00 s",
    ],
  ])("%j is told in both languages", (one, chinese, english) => {
    expect(lineOf(one, tellingIn("zh-CN"))).toBe(chinese);
    expect(lineOf(one, tellingIn("en"))).toBe(english);
  });
});
