import type { DashboardRange, DashboardSeries, TodayView } from "@compose-pay/contracts";
import {
  type Connection,
  type FigureStep,
  findFiguresUntil,
  hasFigures,
  listFigurePoints,
} from "@compose-pay/database";
import { dayOfChina, startOfDay } from "@compose-pay/domain";
import { figuresByChannel } from "./figures-view.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const ranges: Readonly<Record<DashboardRange, { readonly step: FigureStep; readonly points: number }>> = {
  "24h": { step: "hour", points: 24 },
  "30d": { step: "day", points: 30 },
};

export interface FigureWish {
  /** Real payments, or those of test keys. */
  readonly live: boolean;
  readonly now: Date;
}

/** A point for each hour or day, those in which nothing happened too. */
export async function readSeries(
  connection: Connection,
  range: DashboardRange,
  { live, now }: FigureWish,
): Promise<DashboardSeries> {
  const { step, points } = ranges[range];
  const stepMs = step === "hour" ? hourMs : dayMs;
  const last =
    step === "hour" ? Math.floor(now.getTime() / hourMs) * hourMs : startOfDay(dayOfChina(now)).getTime();
  const starts = Array.from({ length: points }, (_, index) => last - (points - 1 - index) * stepMs);
  const span = { from: new Date(last - (points - 1) * stepMs), to: new Date(last + stepMs) };
  const found = await listFigurePoints(connection, { live, step, ...span });
  const byStart = Map.groupBy(found, ({ at }) => at.getTime());
  const until = await findFiguresUntil(connection, { from: new Date(last - 30 * dayMs), to: span.to });
  return {
    range,
    figures_until: until?.toISOString() ?? null,
    points: starts.map((start) => ({
      at: new Date(start).toISOString(),
      ...figuresByChannel(byStart.get(start) ?? []),
    })),
  };
}

/** The present day of China so far. */
export async function readToday(connection: Connection, { live, now }: FigureWish): Promise<TodayView> {
  const from = startOfDay(dayOfChina(now));
  const to = new Date(from.getTime() + dayMs);
  const found = await listFigurePoints(connection, { live, step: "day", from, to });
  return { day: dayOfChina(now), ...figuresByChannel(found) };
}

/** Whether there are payments of test keys and no real ones in the last 30 days, as where nothing has gone live yet. */
export async function hasOnlyTestFigures(connection: Connection, now: Date): Promise<boolean> {
  const span = { from: new Date(now.getTime() - 30 * dayMs), to: new Date(now.getTime() + hourMs) };
  if (await hasFigures(connection, { live: true, ...span })) return false;
  return hasFigures(connection, { live: false, ...span });
}
