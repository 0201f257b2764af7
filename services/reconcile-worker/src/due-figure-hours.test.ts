import { describe, expect, it } from "vitest";
import { dueFigureHours, isFigureHourDue, spanOfFigureHours } from "./due-figure-hours.ts";

const now = new Date("2026-03-01T08:30:00.000Z");
const at = (time: string) => new Date(`2026-03-01T${time}.000Z`);
const row = (hour: string, computedAt: string | null, tookMs = 5) => ({
  hour: at(hour),
  computedAt: computedAt === null ? null : at(computedAt),
  tookMs,
});

describe("hours whose figures are due", () => {
  it("are all of 30 days where nothing is known, the present one first", () => {
    const due = dueFigureHours(now, []);
    const { from, to } = spanOfFigureHours(now);
    expect(due).toHaveLength(720);
    expect(due[0]).toEqual(at("08:00:00"));
    expect(due.at(-1)).toEqual(from);
    expect(to).toEqual(at("09:00:00"));
  });

  it("come once a minute, and no more once they were rolled up five minutes after their end", () => {
    expect(isFigureHourDue(row("08:00:00", "08:29:01"), now)).toBe(false);
    expect(isFigureHourDue(row("08:00:00", "08:29:00"), now)).toBe(true);
    expect(isFigureHourDue(row("07:00:00", "08:04:59"), now)).toBe(true);
    expect(isFigureHourDue(row("07:00:00", "08:05:00"), now)).toBe(false);
    expect(isFigureHourDue(row("03:00:00", "03:20:00"), now)).toBe(true);
    expect(isFigureHourDue(row("03:00:00", null), now)).toBe(true);
  });

  it("rest twenty times as long as they take", () => {
    expect(isFigureHourDue(row("08:00:00", "08:27:00", 10_000), now)).toBe(false);
    expect(isFigureHourDue(row("08:00:00", "08:26:40", 10_000), now)).toBe(true);
  });

  it("come although they were rolled up later than now: a clock was put back", () => {
    expect(isFigureHourDue(row("08:00:00", "08:50:00"), now)).toBe(true);
  });

  it("come although they look done, where a clock that was ahead has done them", () => {
    expect(isFigureHourDue(row("08:00:00", "09:10:00"), now)).toBe(true);
    expect(isFigureHourDue(row("07:00:00", "08:31:01"), now)).toBe(true);
    expect(isFigureHourDue(row("08:00:00", "08:31:00"), now)).toBe(false);
  });

  it("leave out those that are done", () => {
    const done = Array.from({ length: 720 }, (_, back) => {
      const hour = new Date(at("08:00:00").getTime() - back * 3_600_000);
      return { hour, computedAt: now, tookMs: 1 };
    });
    expect(dueFigureHours(now, done)).toEqual([]);
    expect(dueFigureHours(now, done.slice(0, 3).concat(done.slice(4)))).toEqual([at("05:00:00")]);
  });
});
