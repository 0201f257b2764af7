import type { ResolutionOutcome } from "@compose-pay/application";
import { describe, expect, it } from "vitest";
import { discrepancyOutcomeView } from "./discrepancy-outcome-view.ts";

describe("what was done because of a discrepancy", () => {
  it("is nothing while nobody has decided, and while a run alone holds it open", () => {
    expect(discrepancyOutcomeView({ outcome: null })).toBeNull();
    const held_open = { run: "run_1", bill: "bil_1", uploaded_by: "lin", at: "2026-03-01T08:00:00.000Z" };
    expect(discrepancyOutcomeView({ outcome: { held_open } })).toBeNull();
  });

  it("is the effect and what belongs to it by name, the step that had put it right among them", () => {
    const change = { from: "closed", to: "succeeded", cause: "query", at: "2026-03-01T08:00:00.000Z" };
    const done = { effect: "agreed", subject: "payment", number: "pay_1", state: "succeeded" } as const;
    const outcome: ResolutionOutcome = { done: { ...done, amount: 100, change } };
    expect(discrepancyOutcomeView({ outcome })).toEqual({
      asked: null,
      rejections: [],
      done: [
        { name: "effect", value: "agreed" },
        { name: "subject", value: "payment" },
        { name: "number", value: "pay_1" },
        { name: "state", value: "succeeded" },
        { name: "amount", value: 100 },
        { name: "from", value: "closed" },
        { name: "to", value: "succeeded" },
        { name: "cause", value: "query" },
        { name: "at", value: "2026-03-01T08:00:00.000Z" },
      ],
    });
    const gone: ResolutionOutcome = { done: { ...done, amount: 100, change: null } };
    expect(discrepancyOutcomeView({ outcome: gone })?.done.at(-1)).toEqual({ name: "change", value: null });
  });

  it("keeps what nobody agreed to, and how often the channel was asked", () => {
    const asked = { at: "2026-03-01T08:00:00.000Z", times: 2 };
    const rejection = {
      resolution: "refund",
      decided_by: "anna",
      decided_because: "paid twice",
      rejected_by: "bert",
      rejected_because: "ask first",
      at: "2026-03-01T09:00:00.000Z",
    };
    const view = discrepancyOutcomeView({ outcome: { asked, rejections: [rejection] } });
    expect(view).toEqual({ asked, rejections: [rejection], done: [] });
  });
});
