import type { FigureHourRow } from "@compose-pay/database";
import { settledAfterMs } from "./figure-slices.ts";

const hourMs = 3_600_000;
/** As far back as the charts of the console go, and shorter than any journal is kept. */
const hoursBack = 30 * 24;
const everyMs = 60_000;
/** What is costly is done less often: a twentieth of the time at the most. */
const restsForOne = 20;
/** Clocks of two processes differ by less; what is later than that was written by one that is ahead. */
const mostAheadMs = 60_000;

/**
 * The hours whose figures have to be rolled up now, newest first: the present one and the one that has just ended once a
 * minute, and whatever is missing of the last 30 days.
 *
 * @param known the hours of that time that have a row
 */
export function dueFigureHours(now: Date, known: readonly FigureHourRow[]): readonly Date[] {
  const rows = new Map(known.map((row) => [row.hour.getTime(), row]));
  const hours = Array.from(
    { length: hoursBack },
    (_, back) => new Date(hourOf(now).getTime() - back * hourMs),
  );
  return hours.filter((hour) => {
    const row = rows.get(hour.getTime());
    return row === undefined || isFigureHourDue(row, now);
  });
}

/** Looked at again by whoever has locked the hour: another process may have been here meanwhile. */
export function isFigureHourDue({ hour, computedAt, tookMs }: FigureHourRow, now: Date): boolean {
  if (computedAt === null || computedAt.getTime() > now.getTime() + mostAheadMs) return true;
  if (computedAt.getTime() >= hour.getTime() + hourMs + settledAfterMs) return false;
  return now.getTime() - computedAt.getTime() >= Math.max(everyMs, restsForOne * tookMs);
}

/** The span that `dueFigureHours` has to know. */
export function spanOfFigureHours(now: Date): { readonly from: Date; readonly to: Date } {
  const to = new Date(hourOf(now).getTime() + hourMs);
  return { from: new Date(to.getTime() - hoursBack * hourMs), to };
}

function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}
