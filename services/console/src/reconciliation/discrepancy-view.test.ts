import { describe, expect, it } from "vitest";
import { evidenceView } from "./discrepancy-view.ts";

describe("the evidence of a discrepancy", () => {
  it("has our state and the channel's status on one line, and marks what is not the same", () => {
    const { lines } = evidenceView({
      kind: "payment",
      here: { state: "closed", amount: 100, channel_no: null },
      there: { status: "succeeded", amount: 100, channel_no: "42" },
    });
    expect(lines).toEqual([
      { name: "state", here: "closed", there: "succeeded", differs: true },
      { name: "amount", here: 100, there: 100, differs: false },
      { name: "channel_no", here: null, there: "42", differs: false },
    ]);
  });

  it("says which side is not there, and what is said without sides", () => {
    const view = evidenceView({ kind: "refund", out_no: "rfd_1", here: null, there: { amount: 1 } });
    expect(view).toMatchObject({ is_absent_here: true, is_absent_there: false });
    expect(view.lines).toEqual([{ name: "amount", there: 1, differs: false }]);
    expect(view.about).toEqual([
      { name: "kind", value: "refund" },
      { name: "out_no", value: "rfd_1" },
    ]);
  });

  it("has what a notification claims by the names of what we have, with its money as amount and currency", () => {
    const { lines, about } = evidenceView({
      cause: "notification",
      here: { state: "pending", amount: 500, currency: "CNY" },
      there: {
        type: "paid",
        money: { amount: 499, currency: "CNY" },
        channelTradeNo: "42",
        paidAt: "2026-03-01T08:00:00.000Z",
      },
    });
    expect(lines).toEqual([
      { name: "state", here: "pending", there: "succeeded", differs: true },
      { name: "amount", here: 500, there: 499, differs: true },
      { name: "currency", here: "CNY", there: "CNY", differs: false },
      { name: "channel_no", there: "42", differs: false },
      { name: "occurred_at", there: "2026-03-01T08:00:00.000Z", differs: false },
    ]);
    expect(about).toEqual([{ name: "cause", value: "notification" }]);
  });

  it("has an answer that settles nothing as what the channel said", () => {
    const view = evidenceView({
      cause: "query",
      answer: { kind: "unknown", reason: "amount_differs", detail: null },
    });
    expect(view.is_absent_there).toBe(false);
    expect(view.lines).toEqual([
      { name: "reason", there: "amount_differs", differs: false },
      { name: "detail", there: null, differs: false },
    ]);
  });

  it("takes what was found by other ways, and what is no evidence at all", () => {
    const { lines } = evidenceView({ there: "what the channel said", here: { deep: { er: 1 } } });
    expect(lines).toEqual([
      { name: "deep", here: '{"er":1}', differs: false },
      { name: "said", there: "what the channel said", differs: false },
    ]);
    for (const nothing of [null, undefined, 7, "text", []])
      expect(evidenceView(nothing)).toMatchObject({ lines: [], is_absent_here: true, is_absent_there: true });
  });
});
