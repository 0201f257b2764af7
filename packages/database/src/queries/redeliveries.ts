import type { Connection } from "../connection.ts";
import { and, eq } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { momentText } from "../statements/moment-text.ts";
import { deliveries, events } from "../tables/index.ts";
import type { DeliveryRow } from "./deliveries.ts";
import type { EventRow } from "./events.ts";
import type { EndpointOwner } from "./webhook-endpoints.ts";

/**
 * An event, locked so that one redelivery of it goes on at a time; nobody waits for the other's end. Operators name no
 * owner.
 */
export async function lockEvent(
  transaction: Connection,
  ref: { readonly eventId: string; readonly owner?: EndpointOwner | undefined },
): Promise<EventRow | "unknown" | "locked"> {
  const { eventId, owner } = ref;
  const isOwn = owner === undefined ? [] : [eq(events.appId, owner.appId), eq(events.live, owner.live)];
  const isIt = and(eq(events.id, eventId), ...isOwn);
  const [row] = await transaction.select().from(events).where(isIt).for("update", { skipLocked: true });
  if (row !== undefined) return row;
  const [there] = await transaction.select({ id: events.id }).from(events).where(isIt);
  return there === undefined ? "unknown" : "locked";
}

export async function findDeliveriesOfEvent(connection: Connection, eventId: string): Promise<DeliveryRow[]> {
  return connection.select().from(deliveries).where(eq(deliveries.eventId, eventId)).orderBy(deliveries.id);
}

const again =
  "UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(32) PATH '$.id', target VARCHAR(32) PATH '$.target', " +
  "due VARCHAR(32) PATH '$.due')) AS w STRAIGHT_JOIN deliveries AS d FORCE INDEX (PRIMARY) ON d.id = w.id " +
  "SET d.`trigger` = 'manual', d.ladder_from = d.attempts_made, " +
  "d.state = IF(d.attempts_made = 0, 'pending', 'retrying'), " +
  "d.failing = IF(d.attempts_made = 0, NULL, 'retrying'), d.next_attempt_at = w.due, d.ended_at = NULL, " +
  "d.target_id = w.target WHERE NOT (d.`trigger` = 'manual' AND d.next_attempt_at IS NOT NULL)";

/**
 * Deliveries are attempted again whatever became of them, and their ladders begin anew; what was asked for again before
 * and still waits, or is under way, stays as it is. The caller wakes the targets.
 */
export async function redeliver(
  transaction: Connection,
  rows: readonly Pick<DeliveryRow, "id" | "targetId">[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const due = momentText(at);
  const asked = rows.map(({ id, targetId }) => ({ id, target: targetId, due }));
  await clientOf(transaction).query(again, [JSON.stringify(asked)]);
}
