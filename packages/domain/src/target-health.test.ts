import { describe, expect, it } from "vitest";
import {
  circuitOf,
  healthAfter,
  healthWhileProbing,
  isHopeless,
  type TargetHealth,
  wellTarget,
} from "./target-health.ts";

const start = Date.parse("2026-11-22T12:00:00.000Z");
const at = (ms: number) => new Date(start + ms);
const failed = { isSuccess: false, isProbe: false };

/** After so many failures, one a second. */
function failing(count: number): TargetHealth {
  let health = wellTarget;
  for (let index = 0; index < count; index += 1)
    health = healthAfter(health, { ...failed, at: at(index * 1_000) });
  return health;
}

describe("the circuit of a target", () => {
  it("opens for 15 s after ten failures in a row", () => {
    expect(circuitOf(failing(9), at(9_000))).toBe("closed");
    const health = failing(10);
    expect(health).toEqual({ failures: 10, failingSince: at(0), openUntil: at(9_000 + 15_000) });
    expect(circuitOf(health, at(23_999))).toBe("open");
    expect(circuitOf(health, at(24_000))).toBe("probe");
  });

  it("is closed by any success, which forgets the failures", () => {
    for (const count of [1, 9, 10, 50]) {
      expect(healthAfter(failing(count), { isSuccess: true, isProbe: false, at: at(0) })).toEqual(wellTarget);
    }
  });

  it("counts no more what had begun before it opened", () => {
    const health = failing(10);
    expect(healthAfter(health, { ...failed, at: at(30_000) })).toEqual(health);
  });

  it("stays open twice as long after each probe that fails, to five minutes", () => {
    let health = failing(10);
    const opens: number[] = [];
    for (let probe = 1; probe <= 8; probe += 1) {
      const now = at(probe * 3_600_000);
      health = healthAfter(healthWhileProbing(health, now), { isSuccess: false, isProbe: true, at: now });
      opens.push(((health.openUntil?.getTime() ?? 0) - now.getTime()) / 1_000);
    }
    expect(opens).toEqual([30, 60, 120, 240, 300, 300, 300, 300]);
  });

  it("lets one probe at a time through, and another when that one is lost", () => {
    const now = at(60_000);
    const probing = healthWhileProbing(failing(10), now);
    expect(circuitOf(probing, now)).toBe("open");
    expect(circuitOf(probing, at(60_000 + 30_000))).toBe("probe");
  });
});

describe("a target that only fails", () => {
  it("is hopeless after five days, and never after a success in between", () => {
    const days = 24 * 3_600_000;
    expect(isHopeless(failing(3), at(5 * days - 1))).toBe(false);
    expect(isHopeless(failing(3), at(5 * days))).toBe(true);
    expect(isHopeless(wellTarget, at(500 * days))).toBe(false);
  });
});
