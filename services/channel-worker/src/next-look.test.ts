import { describe, expect, it } from "vitest";
import { type LookedAt, nextLook } from "./next-look.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const after = (ms: number) => new Date(at.getTime() + ms);
const attempt: LookedAt = {
  method: "wechat_native",
  state: "pending",
  queriesMade: 0,
  closeRequested: false,
  createdAt: after(-60_000),
  expiresAt: after(3_600_000),
  settledAt: null,
};
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

  it.each(["wechat_codepay", "alipay_barcode"] as const)(
    "at a payment code of %s comes every five seconds, and at the end of the time at the till",
    (method) => {
      const atTheTill = { method, createdAt: after(-10_000) };
      const waits = [0, 1, 2, 5].map((queriesMade) => look({ ...atTheTill, queriesMade }, "ok"));
      expect(waits).toEqual([after(5_000), after(5_000), after(5_000), after(5_000)]);
      expect(look({ method, createdAt: after(-28_000), queriesMade: 5 }, "ok")).toEqual(after(2_000));
    },
  );

  it.each([{ state: "submitted" }, { closeRequested: true }] as const)(
    "is never far while nobody knows what became of %j",
    (change) => {
      expect(look({ queriesMade: 8, ...change }, "unknown")).toEqual(after(30_000));
      expect(look({ queriesMade: 8, ...change }, "ok")).toEqual(after(1_800_000));
    },
  );

  it.each([{ expiresAt: after(-1) }, { method: "alipay_barcode", createdAt: after(-31_000) }] as const)(
    "is never far once the time to pay is over: %j",
    (change) => {
      expect(look({ queriesMade: 8, ...change }, "unknown")).toEqual(after(30_000));
      expect(look({ queriesMade: 8, ...change }, "ok")).toEqual(after(30_000));
    },
  );

  it("waits ever longer, up to half an hour, for an account that cannot make calls", () => {
    const waits = [0, 1, 2, 3, 4, 50].map((queriesMade) => look({ queriesMade }, "misconfigured"));
    expect(waits).toEqual([60_000, 120_000, 300_000, 600_000, 1_800_000, 1_800_000].map(after));
    const pressing = look({ queriesMade: 50, closeRequested: true, expiresAt: after(-1) }, "misconfigured");
    expect(pressing).toEqual(after(1_800_000));
  });

  it.each(["closed", "failed"] as const)("ends a day after an attempt was %s", (state) => {
    expect(look({ state, settledAt: after(-86_399_000) }, "unknown")).not.toBeNull();
    expect(look({ state, settledAt: after(-86_401_000) }, "unknown")).toBeNull();
  });
});
