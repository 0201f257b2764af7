import { and, asc, eq, inArray, lte } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { channelNotifications, events } from "../tables/index.ts";

/**
 * Rows that are due by `now`, oldest first, at most `limit`; they are due again after the lease. Claims name
 * their index: a plan that sorts a scanned table would lock all of its rows and not the batch.
 */
export interface DueClaim {
  readonly now: Date;
  readonly leaseMs: number;
  readonly limit: number;
}

export function leaseEnd({ now, leaseMs }: DueClaim): Date {
  return new Date(now.getTime() + leaseMs);
}

export interface DueEvent {
  readonly id: string;
  readonly traceId: string;
}

export type DueNotification = Pick<typeof channelNotifications.$inferSelect, "id" | "channel" | "traceId">;

/**
 * Takes events whose deliveries were not made in time. Like every claim: rows of another sweep are passed
 * over, and a message that gets lost is made again when the lease is over. For one transaction.
 */
export async function claimDueEvents(transaction: Connection, claim: DueClaim): Promise<DueEvent[]> {
  const due = await transaction
    .select({ id: events.id, traceId: events.traceId })
    .from(events, { forceIndex: "events_due" })
    .where(lte(events.dueAt, claim.now))
    .orderBy(asc(events.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length > 0) {
    await transaction
      .update(events)
      .set({ dueAt: leaseEnd(claim) })
      .where(inArray(events.id, idsOf(due)));
  }
  return due;
}

/** Takes channel notifications that no worker has processed in time. */
export async function claimDueNotifications(
  transaction: Connection,
  claim: DueClaim,
): Promise<DueNotification[]> {
  const { id, channel, traceId } = channelNotifications;
  const due = await transaction
    .select({ id, channel, traceId })
    .from(channelNotifications, { forceIndex: "channel_notifications_due" })
    .where(lte(channelNotifications.dueAt, claim.now))
    .orderBy(asc(channelNotifications.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length > 0) {
    await transaction
      .update(channelNotifications)
      .set({ dueAt: leaseEnd(claim) })
      .where(inArray(id, idsOf(due)));
  }
  return due;
}

/** A notification that cannot be processed now is due again then. */
export async function postponeNotification(connection: Connection, id: string, until: Date): Promise<void> {
  await connection
    .update(channelNotifications)
    .set({ dueAt: until })
    .where(and(eq(channelNotifications.id, id), eq(channelNotifications.verdict, "received")));
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
