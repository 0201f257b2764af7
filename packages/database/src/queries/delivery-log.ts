import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, gt, inArray, lt, or, sql } from "../drizzle.ts";
import { deliveries, deliveryAttempts, events } from "../tables/index.ts";
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

/** Deliveries in the order of the ids, by two queries. @param mostAttempts of each, the last ones */
export async function findDeliveryViews(
  connection: Connection,
  ids: readonly string[],
  mostAttempts: number,
): Promise<DeliveryView[]> {
  if (ids.length === 0) return [];
  const [rows, attempts] = await Promise.all([
    connection
      .select({ delivery: deliveries, eventType: events.type })
      .from(deliveries)
      .innerJoin(events, eq(events.id, deliveries.eventId))
      .where(inArray(deliveries.id, [...ids])),
    findLastAttempts(connection, ids, mostAttempts),
  ]);
  const byId = new Map(rows.map((row) => [row.delivery.id, row]));
  const byDelivery = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row, attempts: (byDelivery.get(id) ?? []).slice(-mostAttempts) }];
  });
}

/** By their numbers, since a delivery that is asked for again and again has many. */
async function findLastAttempts(
  connection: Connection,
  ids: readonly string[],
  most: number,
): Promise<DeliveryAttemptRow[]> {
  const rows = await connection
    .select({ attempt: deliveryAttempts })
    .from(deliveryAttempts)
    .innerJoin(deliveries, eq(deliveries.id, deliveryAttempts.deliveryId))
    .where(
      and(
        inArray(deliveryAttempts.deliveryId, [...ids]),
        gt(deliveryAttempts.number, sql`${deliveries.attemptsMade} - ${most}`),
      ),
    )
    .orderBy(asc(deliveryAttempts.deliveryId), asc(deliveryAttempts.id));
  return rows.map(({ attempt }) => attempt);
}
