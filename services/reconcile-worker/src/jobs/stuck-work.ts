import { type Database, findStuckWork } from "@compose-pay/database";
import type { Alarms } from "../alarms/alarms.ts";
import type { JobWork } from "./job.ts";

/** Sweeps look every second, so that what is overdue for so long is not only late. */
const overdueMs = 15 * 60_000;
/** What waits for a channel's word, or for a person. */
const unsettledMs = 3 * 86_400_000;

/** Tells of what waits for longer than it should; one alarm for all of it. */
export function reportStuckWork({
  database,
  alarms,
}: {
  readonly database: Pick<Database, "connection">;
  readonly alarms: Pick<Alarms, "raise">;
}): JobWork {
  return async ({ clock, say }) => {
    const nowMs = clock.now().getTime();
    const unsettled = new Date(nowMs - unsettledMs);
    const stuck = await findStuckWork(database.connection, {
      late: new Date(nowMs - overdueMs),
      unanswered: unsettled,
      person: unsettled,
    });
    if (stuck.length === 0) return say("nothing is stuck");
    const lines = stuck.map(({ what, count, since }) => {
      const number = count >= 1_000 ? "1000 or more" : String(count);
      return `${number} ${what}, the first since ${since.toISOString()}`;
    });
    for (const line of lines) say(line);
    alarms.raise({ kind: "stuck_work", subject: "stuck-work", text: lines.join("\n") });
  };
}
