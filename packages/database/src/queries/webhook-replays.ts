import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, isNotNull, isNull } from "../drizzle.ts";
import { apps, webhookReplays } from "../tables/index.ts";

export type WebhookReplayRow = typeof webhookReplays.$inferSelect;

export async function insertWebhookReplay(transaction: Connection, row: WebhookReplayRow): Promise<void> {
  await transaction.insert(webhookReplays).values(row);
}

export async function findWebhookReplay(
  connection: Connection,
  of: { readonly endpointId: string; readonly replayId: string },
): Promise<WebhookReplayRow | null> {
  const [row] = await connection
    .select()
    .from(webhookReplays)
    .where(and(eq(webhookReplays.id, of.replayId), eq(webhookReplays.endpointId, of.endpointId)));
  return row ?? null;
}

/** The one that runs is the newest or, by clocks that differ, one of these. */
const mostLookedAt = 20;

/** The replay of an endpoint that is not done; its endpoint is locked, so that there is one at most. */
export async function findRunningReplay(
  transaction: Connection,
  endpointId: string,
): Promise<WebhookReplayRow | null> {
  const newest = await transaction
    .select()
    .from(webhookReplays)
    .where(eq(webhookReplays.endpointId, endpointId))
    .orderBy(desc(webhookReplays.id))
    .limit(mostLookedAt);
  return newest.find(({ endedAt }) => endedAt === null) ?? null;
}

/**
 * The replays of an app that are not done, oldest first and up to `atMost`. Locks the app: of those who look at the same
 * time, one goes on before the next has its answer.
 */
export async function findRunningReplaysLocked(
  transaction: Connection,
  appId: string,
  atMost: number,
): Promise<Pick<WebhookReplayRow, "id">[]> {
  await transaction.select({ id: apps.id }).from(apps).where(eq(apps.id, appId)).for("update");
  return transaction
    .select({ id: webhookReplays.id })
    .from(webhookReplays, { forceIndex: "webhook_replays_due" })
    .where(and(isNotNull(webhookReplays.dueAt), eq(webhookReplays.appId, appId)))
    .orderBy(asc(webhookReplays.id))
    .limit(atMost);
}

/** Ends what runs, because its endpoint goes. */
export async function endReplays(transaction: Connection, endpointId: string, at: Date): Promise<void> {
  await transaction
    .update(webhookReplays)
    .set({ dueAt: null, endedAt: at })
    .where(and(eq(webhookReplays.endpointId, endpointId), isNull(webhookReplays.endedAt)));
}
