import { and, eq, gte, lt } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { deliveries, type DeliveryState, events } from "../tables/index.ts";

export type EventRow = typeof events.$inferSelect;

export async function insertEvent(transaction: Connection, row: EventRow): Promise<void> {
  await transaction.insert(events).values(row);
}

export async function findEvent(connection: Connection, eventId: string): Promise<EventRow | null> {
  const [row] = await connection.select().from(events).where(eq(events.id, eventId)).limit(1);
  return row ?? null;
}

/** An earlier event of a payment with one of its deliveries, or with null while it has none. */
export interface EarlierEvent {
  readonly type: string;
  readonly notifyUrl: string | null;
  readonly delivery: {
    readonly endpointId: string;
    readonly state: DeliveryState;
    readonly attemptsMade: number;
  } | null;
}

/** The payment's events before this one that are not older than `createdSince`, one row a delivery. */
export async function findEarlierEvents(
  connection: Connection,
  event: Pick<EventRow, "paymentId" | "sequence">,
  createdSince: Date,
): Promise<EarlierEvent[]> {
  return connection
    .select({
      type: events.type,
      notifyUrl: events.notifyUrl,
      delivery: {
        endpointId: deliveries.endpointId,
        state: deliveries.state,
        attemptsMade: deliveries.attemptsMade,
      },
    })
    .from(events)
    .leftJoin(deliveries, eq(deliveries.eventId, events.id))
    .where(
      and(
        eq(events.paymentId, event.paymentId),
        lt(events.sequence, event.sequence),
        gte(events.createdAt, createdSince),
      ),
    );
}
