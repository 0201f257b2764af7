import type { dashboardRoutes, DashboardSnapshot } from "@compose-pay/contracts";
import { createThrottle } from "@compose-pay/runtime";
import { isStillLetIn } from "../access/still-let-in.ts";
import { done, type HandlersOf, refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { livePieces } from "./live-pieces.ts";
import { readSeries } from "./read-figures.ts";
import { readSnapshots, type Snapshots } from "./read-snapshots.ts";
import { SharedReading } from "./shared-reading.ts";

const logEveryMs = 60_000;
const beatMs = 15_000;

/** How it goes: figures, and what waits for somebody. */
export function dashboardHandlers(deps: ConsoleDeps): HandlersOf<typeof dashboardRoutes> {
  const { settings, logger } = deps;
  const throttle = createThrottle(logEveryMs);
  const reading = new SharedReading<Snapshots>({
    read: () => readSnapshots(deps),
    everyMs: settings.LIVE_EVERY_MS,
    mostListeners: settings.LIVE_MOST_LISTENERS,
    stopping: deps.stopping,
    onFailure: (error) => {
      if (throttle.isDue()) logger.warn({ error }, "the dashboard could not be read");
    },
  });
  return {
    "dashboard.show": async ({ input: { live } }) => done(of(await reading.now(), live)),
    "dashboard.series": async ({ input: { live, range } }) =>
      done(await readSeries(deps.database.connection, range, { live, now: deps.clock.now() })),
    "dashboard.live": async ({ input: { live }, session }) => {
      if (reading.isFull()) return refused("overloaded", "too many pages listen");
      return {
        kind: "file",
        contentType: "text/event-stream",
        bytes: null,
        pieces: livePieces({
          reading,
          show: (snapshots) => of(snapshots, live),
          isLetIn: () => isStillLetIn(deps, session, "dashboard.live"),
          rhythm: { beatMs, askEveryMs: settings.LIVE_SESSION_CHECK_MS },
        }),
        // nginx would keep the pieces until it has many. A connection that is kept would hold up the end of the process.
        headers: { "X-Accel-Buffering": "no", Connection: "close" },
      };
    },
  };
}

function of({ live, test, first }: Snapshots, wish: boolean | undefined): DashboardSnapshot {
  if (wish === undefined) return first;
  return wish ? live : test;
}
