import { describe, expect, it } from "vitest";
import { createFailedAttempts } from "./failed-attempts.ts";

function attempts() {
  const clock = { nowMs: 0 };
  const failed = createFailedAttempts({ perSecond: 1, burst: 2 }, () => clock.nowMs);
  const fail = (...addresses: readonly string[]) => addresses.forEach((address) => failed.count(address));
  return { clock, failed, fail };
}

describe("the failed attempts of an address", () => {
  it("block it at their bound, until time has passed", () => {
    const { clock, failed, fail } = attempts();
    fail("192.0.2.1");
    expect(failed.isBlocked("192.0.2.1")).toBe(false);
    fail("192.0.2.1", "192.0.2.1", "192.0.2.1");
    expect(failed.isBlocked("192.0.2.1")).toBe(true);
    expect(failed.headersOf("192.0.2.1")["RateLimit"]).toBe('"failed-authentications";r=0;t=2');
    clock.nowMs = 1_000;
    expect(failed.isBlocked("192.0.2.1")).toBe(false);
  });

  it("block no other address", () => {
    const { failed, fail } = attempts();
    fail("192.0.2.1", "192.0.2.1");
    expect(failed.isBlocked("192.0.2.2")).toBe(false);
  });

  it("count for a whole /64 of IPv6, in which one subscriber has all addresses", () => {
    const { failed, fail } = attempts();
    fail("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6");
    expect(failed.isBlocked("2001:db8:1:2:ffff::9")).toBe(true);
    expect(failed.isBlocked("2001:db8:1:3::1")).toBe(false);
  });
});
