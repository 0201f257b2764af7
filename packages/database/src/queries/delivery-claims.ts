import type { ResultSetHeader, RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, eq, inArray, lte, notInArray, sql } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { momentText, readMoment } from "../statements/moment-text.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { deliveries, deliveryTargets, events } from "../tables/index.ts";
import type { HeldDelivery } from "./deliveries.ts";
import type { DeliveryTargetRow } from "./delivery-targets.ts";

/** The targets that are looked for, without those that the caller has no room for. */
export interface DueTargets {
  readonly now: Date;
  readonly limit: number;
  readonly exceptTargets: readonly string[];
  readonly exceptApps: readonly string[];
}

/**
 * Locks targets that are due, longest due first; those that another worker looks at are passed over. For one
 * transaction, like everything here.
 */
export async function lockDueTargets(
  transaction: Connection,
  { now, limit, exceptTargets, exceptApps }: DueTargets,
): Promise<DeliveryTargetRow[]> {
  return transaction
    .select()
    .from(deliveryTargets, { forceIndex: "delivery_targets_due" })
    .where(
      and(
        lte(deliveryTargets.dueAt, now),
        exceptTargets.length === 0 ? undefined : notInArray(deliveryTargets.id, [...exceptTargets]),
        exceptApps.length === 0 ? undefined : notInArray(deliveryTargets.appId, [...exceptApps]),
      ),
    )
    .orderBy(asc(deliveryTargets.dueAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** Locks the first deliveries of a target that are due, in their order, and answers their ids. */
export async function lockDueDeliveries(
  transaction: Connection,
  { targetId, now, limit }: { readonly targetId: string; readonly now: Date; readonly limit: number },
): Promise<readonly string[]> {
  const [rows] = await clientOf(transaction).query<RowDataPacket[]>(
    "SELECT id FROM deliveries FORCE INDEX (deliveries_target_due) " +
      "WHERE target_id = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED",
    [targetId, now, limit],
  );
  return rows.map((row) => String(row["id"]));
}

/** Says when deliveries are due next, if nothing is said of them before. */
export async function setDeliveriesDue(
  transaction: Connection,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await clientOf(transaction).query("UPDATE deliveries SET next_attempt_at = ? WHERE id IN (?)", [at, ids]);
}

const selectHeld = prepareSelect((builder) =>
  builder
    .select({
      id: deliveries.id,
      eventId: deliveries.eventId,
      appId: deliveries.appId,
      endpointId: deliveries.endpointId,
      targetId: deliveries.targetId,
      url: deliveries.url,
      trigger: deliveries.trigger,
      attemptsMade: deliveries.attemptsMade,
      ladderFrom: deliveries.ladderFrom,
      traceId: deliveries.traceId,
      event: events,
    })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(sql`${deliveries.id} IN (${sql.placeholder("ids")})`),
);

/** The deliveries with what to send, in no order. */
export async function findHeldDeliveries(
  transaction: Connection,
  ids: readonly string[],
): Promise<readonly Omit<HeldDelivery, "heldUntil">[]> {
  return ids.length === 0 ? [] : selectHeld(transaction, { ids });
}

/** When the first delivery of each target is due; targets without one are not in the answer. */
export async function findFirstDue(
  transaction: Connection,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (targetIds.length === 0) return new Map();
  const one =
    "(SELECT target_id, next_attempt_at FROM deliveries FORCE INDEX (deliveries_target_due) " +
    "WHERE target_id = ? AND next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1)";
  const [rows] = await clientOf(transaction).query<RowDataPacket[]>(
    targetIds.map(() => one).join(" UNION ALL "),
    [...targetIds],
  );
  return new Map(rows.map((row) => [String(row["target_id"]), readMoment(String(row["next_attempt_at"]))]));
}

const saveVisits =
  "UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(32) PATH '$.id', due_at VARCHAR(32) PATH '$.due', " +
  "open_until VARCHAR(32) PATH '$.open', paced_until VARCHAR(32) PATH '$.paced')) AS w " +
  "STRAIGHT_JOIN delivery_targets AS t FORCE INDEX (PRIMARY) ON t.id = w.id " +
  "SET t.due_at = w.due_at, t.open_until = w.open_until, t.paced_until = w.paced_until";

/** Writes what a look at targets has made of them. */
export async function saveTargetVisits(
  transaction: Connection,
  visits: readonly Pick<DeliveryTargetRow, "id" | "dueAt" | "openUntil" | "pacedUntil">[],
): Promise<void> {
  const rows = visits.map(({ id, dueAt, openUntil, pacedUntil }) => ({
    id,
    due: momentText(dueAt),
    open: momentText(openUntil),
    paced: momentText(pacedUntil),
  }));
  await clientOf(transaction).query(saveVisits, [JSON.stringify(rows)]);
}

/**
 * Ends the deliveries of a target whose endpoint is gone, at most `limit` of them.
 *
 * @returns how many
 */
export async function exhaustDeliveries(
  transaction: Connection,
  { targetId, at, limit }: { readonly targetId: string; readonly at: Date; readonly limit: number },
): Promise<number> {
  const [result] = await clientOf(transaction).query<ResultSetHeader>(
    "UPDATE deliveries SET state = 'exhausted', failing = 'exhausted', next_attempt_at = NULL, ended_at = ? " +
      "WHERE target_id = ? AND next_attempt_at IS NOT NULL LIMIT ?",
    [at, targetId, limit],
  );
  return result.affectedRows;
}

/** Ends these deliveries without an attempt. */
export async function endDeliveries(
  transaction: Connection,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await clientOf(transaction).query(
    "UPDATE deliveries SET state = 'exhausted', failing = 'exhausted', next_attempt_at = NULL, ended_at = ? WHERE id IN (?)",
    [at, ids],
  );
}

export async function findTargets(
  connection: Connection,
  ids: readonly string[],
): Promise<DeliveryTargetRow[]> {
  if (ids.length === 0) return [];
  return connection
    .select()
    .from(deliveryTargets)
    .where(inArray(deliveryTargets.id, [...ids]));
}
