import type { DashboardSnapshot } from "@compose-pay/contracts";
import type { ConsoleDeps } from "../console-deps.ts";
import { hasOnlyTestFigures, readSeries, readToday } from "./read-figures.ts";
import { readWork } from "./read-work.ts";

/** One moment, for whoever looks at real payments and for whoever looks at test payments. */
export interface Snapshots {
  readonly live: DashboardSnapshot;
  readonly test: DashboardSnapshot;
  /** The one to begin with. */
  readonly first: DashboardSnapshot;
}

/** Reads one thing after the other, so that it takes one connection and no more. */
export async function readSnapshots(
  deps: Pick<ConsoleDeps, "database" | "redis" | "messaging" | "clock">,
): Promise<Snapshots> {
  const now = deps.clock.now();
  const work = await readWork(deps, now);
  const snapshotOf = async (live: boolean): Promise<DashboardSnapshot> => {
    const { connection } = deps.database;
    const today = await readToday(connection, { live, now });
    const series = await readSeries(connection, "24h", { live, now });
    return { at: now.toISOString(), live, today, last_24_hours: series, ...work };
  };
  const [live, test] = [await snapshotOf(true), await snapshotOf(false)];
  return { live, test, first: (await hasOnlyTestFigures(deps.database.connection, now)) ? test : live };
}
