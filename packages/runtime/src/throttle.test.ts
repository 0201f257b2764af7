import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createThrottle } from "./throttle.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("createThrottle", () => {
  it("is due at first, then once in its span, and after a reset", () => {
    const throttle = createThrottle(1_000);
    expect([throttle.isDue(), throttle.isDue()]).toEqual([true, false]);
    vi.advanceTimersByTime(999);
    expect(throttle.isDue()).toBe(false);
    vi.advanceTimersByTime(1);
    expect([throttle.isDue(), throttle.isDue()]).toEqual([true, false]);
    throttle.reset();
    expect(throttle.isDue()).toBe(true);
  });
});
