import { countPendingMigrations, type Database } from "@compose-pay/database";
import { sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "../settings/read-command-settings.ts";
import { withDatabase } from "../settings/with-database.ts";
import { examine } from "./examine.ts";
import { type Finding, tenths } from "./finding.ts";

/** Due times are written by one clock and read by another: what differs by more is late by as much. */
const mostClockSkewMs = 2_000;

/** Whether the database answers, what it is, how far away, and what its clock says. */
export async function checkDatabase(context: CommandContext): Promise<Finding> {
  return examine("database", async () => {
    const { version, roundTripMs, clockSkewMs } = await withDatabase(context, (database) =>
      probeDatabase(database, context),
    );
    const isSkewed = Math.abs(clockSkewMs) > mostClockSkewMs;
    return {
      status: isSkewed ? "broken" : "ok",
      detail:
        `${version}, ${tenths(roundTripMs)} ms, clock ${clockSkewMs >= 0 ? "+" : ""}${clockSkewMs} ms` +
        (isSkewed ? `, more than ${mostClockSkewMs} ms from this machine's` : ""),
      measured: { version, round_trip_ms: tenths(roundTripMs), clock_skew_ms: clockSkewMs },
    };
  });
}

export async function checkMigrations(context: CommandContext): Promise<Finding> {
  return examine("migrations", async () => {
    const settings = readCommandSettings(context, z.object({ DATABASE_URL: sharedSettings.DATABASE_URL }));
    const pending = await countPendingMigrations(settings.DATABASE_URL);
    return {
      status: pending > 0 ? "broken" : "ok",
      detail: pending > 0 ? `${pending} pending: run npm run migrate` : "up to date",
      measured: { pending },
    };
  });
}

const probeRow = z.object({
  version: z.string(),
  comment: z.string(),
  /** `2026-03-01 08:00:00.123`, in UTC. */
  now: z.string().transform((text) => new Date(`${text.replace(" ", "T")}Z`)),
});

async function probeDatabase(database: Database, { clock }: CommandContext) {
  // The first connection pays for its handshake.
  await database.ping();
  const sentAt = clock.now().getTime();
  const startedAt = performance.now();
  const [rows] = await database.pool.query(
    "SELECT VERSION() AS version, @@version_comment AS comment, UTC_TIMESTAMP(3) AS now",
  );
  const roundTripMs = performance.now() - startedAt;
  const [{ version, comment, now }] = z.tuple([probeRow]).parse(rows);
  const product = /mariadb/i.test(`${version} ${comment}`) ? "MariaDB" : "MySQL";
  return {
    version: `${product} ${version.replace(/-.*$/, "")}`,
    roundTripMs,
    // The server read its clock half a round trip after the question left.
    clockSkewMs: Math.round(now.getTime() - sentAt - roundTripMs / 2),
  };
}
