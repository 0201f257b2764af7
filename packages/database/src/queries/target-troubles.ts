import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, eq, gt, isNotNull, or } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { lookThrough, type LookedThrough } from "../statements/look-through.ts";
import { deliveries, deliveryTargets } from "../tables/index.ts";
import type { DeliveryTargetRow } from "./delivery-targets.ts";
import { targetLateMs } from "./late-targets.ts";

/** What deliveries wait in line for; null when nothing was ever sent there. */
export async function findDeliveryTarget(
  connection: Connection,
  id: string,
): Promise<DeliveryTargetRow | null> {
  const [row] = await connection.select().from(deliveryTargets).where(eq(deliveryTargets.id, id));
  return row ?? null;
}

/** Where in the list of troubled targets a page begins. */
export interface TroubledPlace {
  readonly id: string;
  readonly dueAt: Date;
}

/** How many targets one page looks at: most that are due have no trouble at all when very much is sent. */
const mostLookedAt = 1_000;

/**
 * Targets for which deliveries wait while they fail, their circuit is open, they are late or their rate holds them up;
 * those that are due first come first. What is looked at meanwhile moves on in the list.
 */
export async function listTroubledTargets(
  connection: Connection,
  page: {
    readonly appId?: string | undefined;
    readonly now: Date;
    readonly after?: TroubledPlace | undefined;
    readonly limit: number;
  },
): Promise<LookedThrough<DueTarget>> {
  const { appId, now, after, limit } = page;
  return lookThrough((last, some) => readDueTargets(connection, last ?? after, some), {
    isWanted: (target) => (appId === undefined || target.appId === appId) && isTroubled(target, now),
    limit,
    mostLookedAt,
  });
}

/** A target for which something waits. */
export type DueTarget = DeliveryTargetRow & TroubledPlace;

async function readDueTargets(
  connection: Connection,
  after: TroubledPlace | undefined,
  limit: number,
): Promise<readonly DueTarget[]> {
  const { id, dueAt } = deliveryTargets;
  const isBehind =
    after === undefined
      ? undefined
      : or(gt(dueAt, after.dueAt), and(eq(dueAt, after.dueAt), gt(id, after.id)));
  const rows = await connection
    .select()
    .from(deliveryTargets, { forceIndex: "delivery_targets_due" })
    .where(and(isNotNull(dueAt), isBehind))
    .orderBy(asc(dueAt), asc(id))
    .limit(limit);
  return rows.flatMap((row) => (row.dueAt === null ? [] : [{ ...row, dueAt: row.dueAt }]));
}

/** The slowest rate is one a second. */
const slowestPaceMs = 1_000;

function isTroubled({ failures, openUntil, dueAt, pacedUntil }: DueTarget, now: Date): boolean {
  if (failures > 0 || openUntil !== null) return true;
  if (dueAt.getTime() <= now.getTime() - targetLateMs) return true;
  const isPaced = pacedUntil !== null && dueAt.getTime() <= pacedUntil.getTime() + slowestPaceMs;
  return isPaced && dueAt > now;
}

/** The delivery that waits longest for a target. */
export async function findFirstWaiting(
  connection: Connection,
  targetId: string,
): Promise<Pick<typeof deliveries.$inferSelect, "endpointId" | "url"> | null> {
  const [row] = await connection
    .select({ endpointId: deliveries.endpointId, url: deliveries.url })
    .from(deliveries, { forceIndex: "deliveries_target_due" })
    .where(and(eq(deliveries.targetId, targetId), isNotNull(deliveries.nextAttemptAt)))
    .orderBy(asc(deliveries.nextAttemptAt))
    .limit(1);
  return row ?? null;
}

const waiting =
  "SELECT COUNT(*) AS waiting FROM (SELECT 1 FROM deliveries FORCE INDEX (deliveries_target_due) " +
  "WHERE target_id = ? AND next_attempt_at IS NOT NULL LIMIT ?) AS some";

/** How many deliveries wait for a target, counted up to `atMost`. */
export async function countWaiting(
  connection: Connection,
  targetId: string,
  atMost: number,
): Promise<number> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(waiting, [targetId, atMost]);
  return Number(rows[0]?.["waiting"] ?? 0);
}
