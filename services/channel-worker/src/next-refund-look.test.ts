import { describe, expect, it } from "vitest";
import { type LookedAtRefund, nextRefundLook } from "./next-refund-look.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const ago = (ms: number) => new Date(at.getTime() - ms);
const refund: LookedAtRefund = { state: "processing", triesMade: 0, createdAt: ago(1_000) };
const wait = (change: Partial<LookedAtRefund>, kind: "ok" | "unknown" | "throttled" | "misconfigured") =>
  (nextRefundLook({ ...refund, ...change }, { kind }, { at, jitter: 0.5 }).getTime() - at.getTime()) / 1_000;

describe("the next look at a refund", () => {
  it("comes within five seconds of the first unknown outcome, sweep included", () => {
    expect(wait({ state: "submitted" }, "unknown")).toBe(3);
  });

  it("comes within half a minute while the channel stays away, for an hour; then by the ladder", () => {
    const tries = [1, 2, 3, 4, 50];
    expect(tries.map((triesMade) => wait({ triesMade }, "unknown"))).toEqual([10, 30, 30, 30, 30]);
    const old = { createdAt: ago(3_600_000) };
    expect(tries.map((triesMade) => wait({ ...old, triesMade }, "unknown"))).toEqual([
      10, 30, 60, 300, 21_600,
    ]);
  });

  it("follows the ladder while the channel works on it, and never ends", () => {
    const waits = [0, 1, 2, 3, 4, 5, 1_000].map((triesMade) => wait({ triesMade }, "ok"));
    expect(waits).toEqual([30, 60, 300, 1_800, 7_200, 21_600, 21_600]);
  });

  it("comes later while the channel lacks the balance", () => {
    expect([0, 1, 2, 1_000].map((triesMade) => wait({ triesMade }, "throttled"))).toEqual([
      10, 30, 60, 21_600,
    ]);
  });

  it("waits ever longer, up to half an hour, for an account that cannot make calls", () => {
    const waits = [0, 1, 2, 3, 4, 1_000].map((triesMade) => wait({ triesMade }, "misconfigured"));
    expect(waits).toEqual([60, 120, 300, 600, 1_800, 1_800]);
  });

  it("is rare for one that only an operator moves", () => {
    expect(wait({ state: "abnormal" }, "ok")).toBe(21_600);
  });
});
