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
