import { describe, expect, it } from "vitest";
import { type LookedAt, nextLook } from "./next-look.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const after = (ms: number) => new Date(at.getTime() + ms);
const attempt: LookedAt = { state: "pending", queriesMade: 0, expiresAt: after(3_600_000), settledAt: null };
const look = (change: Partial<LookedAt>, kind: "ok" | "unknown" | "throttled" | "misconfigured") =>
  nextLook({ ...attempt, ...change }, { kind }, { at, jitter: 0.5 });

describe("the next look at an attempt", () => {
  it("comes within five seconds of the first unknown outcome, sweep included", () => {
    expect(look({ state: "submitted" }, "unknown")).toEqual(after(3_000));
  });

  it("follows the query ladder afterwards", () => {
    const waits = [1, 2, 3, 50].map((queriesMade) => look({ queriesMade }, "ok"));
    expect(waits).toEqual([after(10_000), after(20_000), after(40_000), after(1_800_000)]);
  });

  it("is not later than the end of the time to pay", () => {
    expect(look({ queriesMade: 8, expiresAt: after(60_000) }, "ok")).toEqual(after(60_000));
  });

  it("waits a minute for an account that cannot make calls", () => {
    expect(look({ queriesMade: 3 }, "misconfigured")).toEqual(after(60_000));
  });

  it.each(["closed", "failed"] as const)("ends a day after an attempt was %s", (state) => {
    expect(look({ state, settledAt: after(-86_399_000) }, "unknown")).not.toBeNull();
    expect(look({ state, settledAt: after(-86_401_000) }, "unknown")).toBeNull();
  });
});
