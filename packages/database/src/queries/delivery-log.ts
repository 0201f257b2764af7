import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, getTableColumns, inArray, lt, or, sql } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { deliveries, deliveryAttempts, events, type FailingState } from "../tables/index.ts";
import type { DeliveryRow } from "./deliveries.ts";
import type { DeliveryAttemptRow } from "./delivery-attempts.ts";

/** A delivery with its last attempts, the newest last. */
export interface DeliveryView {
  readonly delivery: DeliveryRow;
  readonly eventType: string;
  readonly attempts: readonly DeliveryAttemptRow[];
}

/** What decides whether a delivery is on a page. */
export type ScannedDelivery = Pick<DeliveryRow, "id" | "state" | "trigger">;

/** A delivery of this endpoint, where a page may begin. */
export async function findDeliveryCursor(
  connection: Connection,
  of: { readonly endpointId: string; readonly deliveryId: string },
): Promise<Pick<DeliveryRow, "id" | "createdAt"> | null> {
  const [row] = await connection
    .select({ id: deliveries.id, createdAt: deliveries.createdAt })
    .from(deliveries)
    .where(and(eq(deliveries.id, of.deliveryId), eq(deliveries.endpointId, of.endpointId)));
  return row ?? null;
}

/** The deliveries of an endpoint, newest first by (created_at, id); the page starts behind `after`. */
export async function scanDeliveries(
  connection: Connection,
  endpointId: string,
  page: {
    readonly after?: Pick<DeliveryRow, "id" | "createdAt"> | undefined;
    readonly limit: number;
  },
): Promise<ScannedDelivery[]> {
  const { after, limit } = page;
  const isBehind =
    after === undefined
      ? undefined
      : or(
          lt(deliveries.createdAt, after.createdAt),
          and(eq(deliveries.createdAt, after.createdAt), lt(deliveries.id, after.id)),
        );
  return connection
    .select({ id: deliveries.id, state: deliveries.state, trigger: deliveries.trigger })
    .from(deliveries, { forceIndex: "deliveries_endpoint" })
    .where(and(eq(deliveries.endpointId, endpointId), isBehind))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit);
}

/** The ids of what fails at all places, newest first by id; the page starts behind the id `after`. */
export async function listFailingDeliveryIds(
  connection: Connection,
  page: {
    readonly states: readonly FailingState[];
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const { states, after, limit } = page;
  const behind = after === undefined ? "" : "AND id < ? ";
  const one = `(SELECT id FROM deliveries FORCE INDEX (deliveries_failing) WHERE failing = ? ${behind}ORDER BY id DESC LIMIT ?)`;
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `${states.map(() => one).join(" UNION ALL ")} ORDER BY id DESC LIMIT ?`,
    [...states.flatMap((state) => [state, ...(after === undefined ? [] : [after]), limit]), limit],
  );
  return rows.map((row) => String(row["id"]));
}

/** One by its id, or null. */
export async function findDelivery(connection: Connection, id: string): Promise<DeliveryRow | null> {
  const [row] = await connection.select().from(deliveries).where(eq(deliveries.id, id));
  return row ?? null;
}

/** The delivery of an event to one endpoint, or null while it has none. */
export async function findDeliveryOf(
  connection: Connection,
  of: { readonly eventId: string; readonly endpointId: string },
): Promise<Pick<DeliveryRow, "id" | "attemptsMade"> | null> {
  const [row] = await connection
    .select({ id: deliveries.id, attemptsMade: deliveries.attemptsMade })
    .from(deliveries)
    .where(and(eq(deliveries.eventId, of.eventId), eq(deliveries.endpointId, of.endpointId)));
  return row ?? null;
}

/** What is read of the attempts of each delivery. */
export interface ShownAttempts {
  /** The last ones, so many at most. */
  readonly most: number;
  /** Whose answer is read too: all of theirs, or that of the newest. The others have null. */
  readonly responsesOf: "all" | "newest";
}

/** Deliveries in the order of the ids, with their last attempts. */
export async function findDeliveryViews(
  connection: Connection,
  ids: readonly string[],
  shown: ShownAttempts,
): Promise<DeliveryView[]> {
  if (ids.length === 0) return [];
  const [rows, attempts] = await Promise.all([
    connection
      .select({ delivery: deliveries, eventType: events.type })
      .from(deliveries)
      .innerJoin(events, eq(events.id, deliveries.eventId))
      .where(inArray(deliveries.id, [...ids])),
    findLastAttempts(connection, ids, shown),
  ]);
  const byId = new Map(rows.map((row) => [row.delivery.id, row]));
  const byDelivery = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row, attempts: byDelivery.get(id) ?? [] }];
  });
}

async function findLastAttempts(
  connection: Connection,
  deliveryIds: readonly string[],
  { most, responsesOf }: ShownAttempts,
): Promise<DeliveryAttemptRow[]> {
  const last = await findLastIds(connection, deliveryIds, most);
  if (last.length === 0) return [];
  const newest = last.flatMap(({ id, place }) => (place === 1 ? [id] : []));
  const { responseStart } = deliveryAttempts;
  const isNewest = inArray(deliveryAttempts.id, newest);
  const ids = last.map(({ id }) => id);
  return connection
    .select({
      ...getTableColumns(deliveryAttempts),
      responseStart:
        responsesOf === "all" ? responseStart : sql<string | null>`IF(${isNewest}, ${responseStart}, NULL)`,
    })
    .from(deliveryAttempts)
    .where(inArray(deliveryAttempts.id, ids))
    .orderBy(asc(deliveryAttempts.deliveryId), asc(deliveryAttempts.id));
}

/**
 * Reads so many index entries of each delivery and no more: one that is asked for again and again has many attempts, and
 * more than one of a number where two workers made them. Place 1 is the newest.
 */
async function findLastIds(
  connection: Connection,
  deliveryIds: readonly string[],
  most: number,
): Promise<readonly { readonly id: string; readonly place: number }[]> {
  const one =
    "(SELECT delivery_id, id FROM delivery_attempts FORCE INDEX (delivery_attempts_delivery) " +
    "WHERE delivery_id = ? ORDER BY id DESC LIMIT ?)";
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    deliveryIds.map(() => one).join(" UNION ALL "),
    deliveryIds.flatMap((id) => [id, most]),
  );
  const byDelivery = Map.groupBy(rows, (row) => String(row["delivery_id"]));
  return [...byDelivery.values()].flatMap((attempts) => {
    const ids = attempts.map((row) => String(row["id"])).toSorted((id, other) => (id < other ? 1 : -1));
    return ids.map((id, index) => ({ id, place: index + 1 }));
  });
}
