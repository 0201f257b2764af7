import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, eq, gt, lte, or, sql } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { deliveries, type DeliveryTrigger, events, webhookReplays } from "../tables/index.ts";
import type { WebhookReplayRow } from "./webhook-replays.ts";

/**
 * Takes the replay that is due the longest, until `until`: one that cannot go on is passed over for so long, so that it
 * keeps no other from going on. For one transaction of its own.
 */
export async function takeDueReplay(
  transaction: Connection,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<WebhookReplayRow | null> {
  const [row] = await transaction
    .select()
    .from(webhookReplays, { forceIndex: "webhook_replays_due" })
    .where(lte(webhookReplays.dueAt, now))
    .orderBy(asc(webhookReplays.dueAt))
    .limit(1)
    .for("update", { skipLocked: true });
  if (row === undefined) return null;
  const taken = { ...row, dueAt: until };
  await saveReplay(transaction, taken);
  return taken;
}

/** Locks a replay that was taken; null when others have it now, or it was ended with its endpoint. */
export async function lockTakenReplay(
  transaction: Connection,
  taken: WebhookReplayRow,
): Promise<WebhookReplayRow | null> {
  const [row] = await transaction
    .select()
    .from(webhookReplays)
    .where(eq(webhookReplays.id, taken.id))
    .for("update");
  return row?.dueAt?.getTime() === taken.dueAt?.getTime() ? (row ?? null) : null;
}

export async function saveReplay(transaction: Connection, row: WebhookReplayRow): Promise<void> {
  const { deliveries: made, cursorAt, cursorId, dueAt, endedAt } = row;
  await transaction
    .update(webhookReplays)
    .set({ deliveries: made, cursorAt, cursorId, dueAt, endedAt })
    .where(eq(webhookReplays.id, row.id));
}

/** An event of a replay's span, and its delivery to the replay's endpoint if there is one. */
export interface ReplayableEvent {
  readonly id: string;
  readonly type: string;
  readonly live: boolean;
  readonly endpointId: string | null;
  /** Of what is about an endpoint; empty for the rest, of which it says nothing here. */
  readonly body: string;
  readonly createdAt: Date;
  /** When its deliveries are to be made; null once they are. */
  readonly dueAt: Date | null;
  readonly delivery: Pick<typeof deliveries.$inferSelect, "id" | "state"> | null;
}

/** The next events of a replay, oldest first. */
export async function findEventsToReplay(
  connection: Connection,
  replay: WebhookReplayRow,
  { live, limit }: { readonly live: boolean; readonly limit: number },
): Promise<ReplayableEvent[]> {
  const { cursorAt, cursorId } = replay;
  const isAhead = or(
    gt(events.createdAt, cursorAt),
    and(eq(events.createdAt, cursorAt), gt(events.id, cursorId)),
  );
  return connection
    .select({
      id: events.id,
      type: events.type,
      live: events.live,
      endpointId: events.endpointId,
      body: sql<string>`IF(${events.paymentId} IS NULL, ${events.body}, '')`,
      dueAt: events.dueAt,
      createdAt: events.createdAt,
      delivery: { id: deliveries.id, state: deliveries.state },
    })
    .from(events)
    .leftJoin(
      deliveries,
      and(eq(deliveries.eventId, events.id), eq(deliveries.endpointId, replay.endpointId)),
    )
    .where(
      and(
        eq(events.appId, replay.appId),
        eq(events.live, live),
        isAhead,
        lte(events.createdAt, replay.createdAt),
      ),
    )
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(limit);
}

/**
 * Makes deliveries due again, each with its ladder from the beginning; what has succeeded too. What is attempted now or
 * within `soonMs` anyway stays as it is.
 *
 * @returns how many
 */
export async function redeliverDeliveries(
  transaction: Connection,
  ids: readonly string[],
  { trigger, at, soonMs }: { readonly trigger: DeliveryTrigger; readonly at: Date; readonly soonMs: number },
): Promise<number> {
  if (ids.length === 0) return 0;
  const [result] = await clientOf(transaction).query<ResultSetHeader>(
    "UPDATE deliveries SET state = IF(attempts_made = 0, 'pending', 'retrying'), " +
      "failing = IF(attempts_made = 0, NULL, 'retrying'), `trigger` = ?, " +
      "ladder_from = attempts_made, next_attempt_at = ?, ended_at = NULL " +
      "WHERE id IN (?) AND (next_attempt_at IS NULL OR (state <> 'pending' AND next_attempt_at > ?))",
    [trigger, at, ids, new Date(at.getTime() + soonMs)],
  );
  return result.affectedRows;
}
