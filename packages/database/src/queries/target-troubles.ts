import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, eq, gt, isNotNull, lte, or, sql } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
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
): Promise<DeliveryTargetRow[]> {
  const { dueAt, failures, openUntil, pacedUntil } = deliveryTargets;
  const lateBefore = new Date(page.now.getTime() - targetLateMs);
  const isTroubled = or(
    gt(failures, 0),
    isNotNull(openUntil),
    lte(dueAt, lateBefore),
    // The slowest rate is one a second.
    and(gt(dueAt, page.now), lte(dueAt, sql`${pacedUntil} + INTERVAL 1 SECOND`)),
  );
  const ofApp = page.appId === undefined ? undefined : eq(deliveryTargets.appId, page.appId);
  const { after } = page;
  const isBehind =
    after === undefined
      ? undefined
      : or(gt(dueAt, after.dueAt), and(eq(dueAt, after.dueAt), gt(deliveryTargets.id, after.id)));
  return connection
    .select()
    .from(deliveryTargets, { forceIndex: "delivery_targets_due" })
    .where(and(isNotNull(dueAt), isTroubled, ofApp, isBehind))
    .orderBy(asc(dueAt), asc(deliveryTargets.id))
    .limit(page.limit);
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
