import { describe, expect, it } from "vitest";
import { type Failures, isLocked, withFailure, withoutFailure } from "./lock-out.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const none: Failures = { failedSignIns: 0, lockedUntil: null };
const after = (failures: number): Failures =>
  Array.from({ length: failures }).reduce<Failures>((so) => withFailure(so, at), none);

describe("the wait after failures", () => {
  it.each([
    [4, null],
    [5, 30],
    [6, 60],
    [7, 120],
    [9, 480],
    [10, 900],
    [100, 900],
  ])("after %i in a row is %s seconds", (failures, seconds) => {
    expect(after(failures).lockedUntil).toEqual(seconds === null ? null : later(seconds));
  });

  it("is over at its end, and the row begins anew an hour after it", () => {
    const locked = after(5);
    expect([isLocked(locked, later(29)), isLocked(locked, later(30))]).toEqual([true, false]);
    expect(withFailure(locked, later(31)).failedSignIns).toBe(6);
    expect(withFailure(locked, later(30 + 3_601))).toEqual({ failedSignIns: 1, lockedUntil: null });
  });

  it("is taken back with the failure that has begun it, and with no other", () => {
    const counted = after(5);
    expect(withoutFailure(counted, counted)).toEqual({ failedSignIns: 4, lockedUntil: null });
    const others = after(7);
    expect(withoutFailure(others, counted)).toEqual({ failedSignIns: 6, lockedUntil: others.lockedUntil });
    expect(withoutFailure(none, after(1))).toEqual(none);
  });
});
