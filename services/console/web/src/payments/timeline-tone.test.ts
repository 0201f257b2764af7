import type { TimelineEntry } from "@compose-pay/contracts";
import { expect, it } from "vitest";
import { toneOf } from "./timeline-tone.ts";

it.each<[TimelineEntry["kind"], TimelineEntry["details"], string]>([
  ["call", { outcome: "ok" }, "plain"],
  ["call", { outcome: "unknown" }, "warning"],
  ["call", { outcome: "declined" }, "bad"],
  ["notification", { verdict: "refused" }, "bad"],
  ["notification", { verdict: "applied" }, "plain"],
  // Every order is so for the time of its first call.
  ["state", { to: "submitted" }, "plain"],
  ["state", { to: "succeeded" }, "good"],
  ["state", { to: "abnormal" }, "bad"],
  ["delivery", { error: null, status: 204 }, "plain"],
  ["delivery", { error: "status_500", status: 500 }, "bad"],
  ["discrepancy", { state: "open" }, "bad"],
  ["discrepancy", { state: "resolved" }, "plain"],
  ["event", { type: "payment.failed" }, "plain"],
])("%s of %j stands out as %s", (kind, details, tone) => {
  const entry = { at: "2026-03-01T08:00:00.000Z", kind, subject: "", what: "", trace_id: null, details };
  expect(toneOf(entry)).toBe(tone);
});
