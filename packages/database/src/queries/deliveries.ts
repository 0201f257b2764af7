import { and, asc, eq, inArray, lte } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { isDuplicate } from "../failure.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { deliveries, events } from "../tables/index.ts";
import { type DueClaim, leaseEnd } from "./due-rows.ts";

export type DeliveryRow = typeof deliveries.$inferSelect;

/** What stands in `endpoint_id` for the payment's own address, which has no row of its own. */
export const notifyUrlEndpointId = "notify_url";

/** The same for the refund's own address, where it differs from the payment's. */
export const refundNotifyUrlEndpointId = "refund_notify_url";

const insertIntoDeliveries = insertRows(deliveries);

/**
 * Makes the deliveries of an event, all of them or none. The caller holds each of them until its
 * `nextAttemptAt`.
 *
 * @returns false when the event has one of them already; then nothing is written
 */
export async function insertDeliveries(
  connection: Connection,
  rows: readonly DeliveryRow[],
): Promise<boolean> {
  try {
    await insertIntoDeliveries(connection, rows);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** A delivery that its holder may attempt until `heldUntil`, with the bytes to send. */
export interface HeldDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly appId: string;
  readonly endpointId: string;
  /** The payment's or the refund's own address; null for an endpoint. */
  readonly url: string | null;
  readonly attemptsMade: number;
  readonly heldUntil: Date;
  readonly traceId: string;
  readonly body: string;
}

/**
 * Takes deliveries that are due and offers each to the one who gets its message: `pending`, and overdue
 * again after the lease should the message be lost. Rows that another sweep holds are passed over. For
 * one transaction; the messages are published after its commit.
 */
export async function claimDueDeliveries(
  transaction: Connection,
  claim: DueClaim,
): Promise<Pick<DeliveryRow, "id" | "traceId">[]> {
  const due = await transaction
    .select({ id: deliveries.id, traceId: deliveries.traceId })
    .from(deliveries, { forceIndex: "deliveries_due" })
    .where(lte(deliveries.nextAttemptAt, claim.now))
    .orderBy(asc(deliveries.nextAttemptAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length > 0) {
    const ids = due.map(({ id }) => id);
    await transaction
      .update(deliveries)
      .set({ state: "pending", nextAttemptAt: leaseEnd(claim) })
      .where(inArray(deliveries.id, ids));
  }
  return due;
}

/**
 * Takes an offered delivery, which is then `retrying` and its taker's until `heldUntil`. Of several takers
 * one gets it.
 *
 * @returns null when it is not on offer: held, waiting for its next attempt, or ended
 */
export async function takeDelivery(
  connection: Connection,
  take: { readonly id: string; readonly heldUntil: Date },
): Promise<HeldDelivery | null> {
  const [result] = await connection
    .update(deliveries)
    .set({ state: "retrying", nextAttemptAt: take.heldUntil })
    .where(and(eq(deliveries.id, take.id), eq(deliveries.state, "pending")));
  if (result.affectedRows === 0) return null;
  const [row] = await connection
    .select({
      id: deliveries.id,
      eventId: deliveries.eventId,
      appId: deliveries.appId,
      endpointId: deliveries.endpointId,
      url: deliveries.url,
      attemptsMade: deliveries.attemptsMade,
      traceId: deliveries.traceId,
      body: events.body,
    })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(eq(deliveries.id, take.id));
  return row === undefined ? null : { ...row, heldUntil: take.heldUntil };
}
