import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, eq } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { deliveries, events } from "../tables/index.ts";
import type { DeliveryRow } from "./deliveries.ts";
import type { EventRow } from "./events.ts";
import type { EndpointOwner } from "./webhook-endpoints.ts";

/** An event that is locked, so that one redelivery of it comes after the other. Operators name no owner. */
export async function lockEvent(
  transaction: Connection,
  ref: { readonly eventId: string; readonly owner?: EndpointOwner | undefined },
): Promise<EventRow | null> {
  const { eventId, owner } = ref;
  const isOwn = owner === undefined ? [] : [eq(events.appId, owner.appId), eq(events.live, owner.live)];
  const [row] = await transaction
    .select()
    .from(events)
    .where(and(eq(events.id, eventId), ...isOwn))
    .for("update");
  return row ?? null;
}

export async function findDeliveriesOfEvent(connection: Connection, eventId: string): Promise<DeliveryRow[]> {
  return connection.select().from(deliveries).where(eq(deliveries.eventId, eventId)).orderBy(deliveries.id);
}

const again =
  "UPDATE deliveries SET `trigger` = 'manual', ladder_from = attempts_made, " +
  "state = IF(attempts_made = 0, 'pending', 'retrying'), next_attempt_at = ?, ended_at = NULL, target_id = ? " +
  "WHERE id = ?";

/** A delivery is attempted again whatever became of it, and its ladder begins anew. The caller wakes its target. */
export async function redeliver(
  transaction: Connection,
  { id, targetId }: Pick<DeliveryRow, "id" | "targetId">,
  at: Date,
): Promise<void> {
  await clientOf(transaction).query<ResultSetHeader>(again, [at, targetId, id]);
}
