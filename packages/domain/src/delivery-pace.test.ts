import { describe, expect, it } from "vitest";
import { paceOf } from "./delivery-pace.ts";

const start = Date.parse("2026-11-22T12:00:00.000Z");
const at = (ms: number) => new Date(start + ms);

/** How many of an endless line go within so many milliseconds, looked at every `everyMs`. */
function sentWithin(
  ratePerSecond: number,
  { spanMs, everyMs }: { readonly spanMs: number; readonly everyMs: number },
): readonly number[] {
  let pacedUntil: Date | null = null;
  const sentAt: number[] = [];
  for (let ms = 0; ms < spanMs; ms += everyMs) {
    const pace = paceOf(ratePerSecond, pacedUntil, { wanted: 1_000_000, now: at(ms) });
    pacedUntil = pace.pacedUntil;
    sentAt.push(...Array.from({ length: pace.count }, () => ms));
  }
  return sentAt;
}

describe("the pace of an endpoint", () => {
  it("is none without a rate", () => {
    expect(paceOf(null, null, { wanted: 7, now: at(0) })).toEqual({
      count: 7,
      pacedUntil: null,
      nextAt: at(0),
    });
  });

  it.each([1, 3, 10, 50, 1_000])(
    "is %i in a second over a minute, and in no second more than one and a third beyond it",
    (rate) => {
      const sentAt = sentWithin(rate, { spanMs: 60_000, everyMs: 40 });
      expect(sentAt.length).toBeGreaterThan(rate * 59 * 0.97);
      expect(sentAt.length).toBeLessThanOrEqual(rate * 60 + 1 + rate / 4);
      for (let from = 0; from < 60_000; from += 500) {
        const inSecond = sentAt.filter((ms) => ms >= from && ms < from + 1_000).length;
        expect(inSecond).toBeLessThanOrEqual(rate + 1 + rate / 3);
      }
    },
  );

  it("takes no more than is wanted, and says when the next may go", () => {
    const pace = paceOf(10, at(-100), { wanted: 5, now: at(0) });
    expect(pace).toEqual({ count: 1, pacedUntil: at(0), nextAt: at(100) });
    expect(paceOf(10, at(0), { wanted: 5, now: at(99) }).count).toBe(0);
    expect(paceOf(10, null, { wanted: 0, now: at(0) }).count).toBe(0);
  });
});
