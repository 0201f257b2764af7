import { describe, expect, it } from "vitest";
import { createCrowd } from "./crowd.ts";

describe("the crowd before an account", () => {
  const busy = new Set(["acc_busy"]);
  let nowMs = 0;
  const crowd = createCrowd({
    caller: { wouldHoldBack: ({ accountId }) => (busy.has(accountId) ? "too_many_in_flight" : null) },
    clock: { now: () => new Date(nowMs) },
    readPerSecond: 2,
  });
  const turnedAway = (accountId: string, count: number) =>
    Array.from({ length: count }, () => crowd.turnsAway({ accountId, channel: "mock" }));

  it("is read as far as the account could take it, and turned away beyond, second by second", () => {
    expect(turnedAway("acc_busy", 4)).toEqual([false, false, true, true]);
    nowMs += 1_000;
    expect(turnedAway("acc_busy", 3)).toEqual([false, false, true]);
  });

  it("does not concern an account that takes calls", () => {
    expect(turnedAway("acc_well", 50)).not.toContain(true);
  });

  it("is let through as soon as the account takes calls again", () => {
    turnedAway("acc_busy", 3);
    busy.delete("acc_busy");
    expect(turnedAway("acc_busy", 3)).toEqual([false, false, false]);
  });
});
