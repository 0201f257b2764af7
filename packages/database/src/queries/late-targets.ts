import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";

/** A target that nobody has looked at for so long after its due time is late: workers look several times a second. */
export const targetLateMs = 60_000;

/** How far deliveries are behind, and what holds them up. */
export interface TargetLateness {
  /** When the first target was due that is due now; null when none is. */
  readonly firstDueAt: Date | null;
  /** Late targets, counted up to 1 000. */
  readonly late: number;
  /** Targets with waiting deliveries whose circuit is open, counted up to 1 000. */
  readonly open: number;
}

/** Among the targets that are looked at first: one whose circuit is open is looked at within minutes. */
const lateness =
  "SELECT (SELECT due_at FROM delivery_targets FORCE INDEX (delivery_targets_due) " +
  "WHERE due_at <= ? ORDER BY due_at LIMIT 1) AS first_due_at, " +
  "(SELECT COUNT(*) FROM (SELECT 1 FROM delivery_targets FORCE INDEX (delivery_targets_due) " +
  "WHERE due_at <= ? LIMIT 1000) AS overdue) AS late, " +
  "(SELECT LEAST(COUNT(*), 1000) FROM (SELECT open_until FROM delivery_targets FORCE INDEX (delivery_targets_due) " +
  "WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 10000) AS first WHERE open_until > ?) AS open_circuits";

/** Reads the front of one index, however many targets there are. */
export async function findTargetLateness(connection: Connection, now: Date): Promise<TargetLateness> {
  const lateBefore = new Date(now.getTime() - targetLateMs);
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(lateness, [now, lateBefore, now]);
  const [row] = rows;
  const firstDueAt: unknown = row?.["first_due_at"];
  return {
    firstDueAt: typeof firstDueAt === "string" ? readMoment(firstDueAt) : null,
    late: Number(row?.["late"] ?? 0),
    open: Number(row?.["open_circuits"] ?? 0),
  };
}
