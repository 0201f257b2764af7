import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, eq, isNotNull } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { deliveries } from "../tables/index.ts";
import { deliveryTargetId, wakeTargets } from "./delivery-targets.ts";

/** A rate, of one a second at least, and the order of a payment's events put a look off for less. */
const soonMs = 5_000;

/**
 * Targets that have a delivery due although nobody is going to look at them soon, and neither an open circuit nor a
 * disabled endpoint says why: the backstop for a due time that got lost. Reads one index entry for each target, however many deliveries wait.
 */
export async function findForgottenTargets(
  connection: Connection,
  now: Date,
): Promise<readonly { readonly id: string; readonly appId: string }[]> {
  const soon = new Date(now.getTime() + soonMs);
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT first.target_id FROM (SELECT target_id, MIN(next_attempt_at) AS due_at " +
      "FROM deliveries FORCE INDEX (deliveries_target_due) GROUP BY target_id) AS first " +
      "LEFT JOIN delivery_targets AS t ON t.id = first.target_id " +
      "WHERE first.due_at <= ? AND first.target_id <> '' " +
      "AND (t.due_at IS NULL OR (t.due_at > ? AND COALESCE(t.open_until, ?) <= ?)) " +
      "AND NOT EXISTS (SELECT 1 FROM webhook_endpoints AS e WHERE e.id = first.target_id AND e.status = 'disabled') " +
      "LIMIT 1000",
    [now, soon, now, now],
  );
  const ids = rows.map((row) => String(row["target_id"]));
  return Promise.all(ids.map(async (id) => ({ id, appId: await appOf(connection, id) })));
}

async function appOf(connection: Connection, targetId: string): Promise<string> {
  const [row] = await connection
    .select({ appId: deliveries.appId })
    .from(deliveries)
    .where(eq(deliveries.targetId, targetId))
    .limit(1);
  return row?.appId ?? "";
}

/**
 * Puts waiting deliveries that a service of the version before made into their lines, at most `limit`. For one
 * transaction.
 *
 * @returns how many
 */
export async function adoptDeliveries(transaction: Connection, limit: number): Promise<number> {
  const { id, appId, endpointId, url, nextAttemptAt } = deliveries;
  const rows = await transaction
    .select({ id, appId, endpointId, url, nextAttemptAt })
    .from(deliveries, { forceIndex: "deliveries_target_due" })
    .where(and(eq(deliveries.targetId, ""), isNotNull(nextAttemptAt)))
    .limit(limit)
    .for("update", { skipLocked: true });
  for (const row of rows) {
    await transaction
      .update(deliveries)
      .set({ targetId: deliveryTargetId(row) })
      .where(eq(deliveries.id, row.id));
  }
  await wakeTargets(transaction, uniqueTargets(rows));
  return rows.length;
}

function uniqueTargets(
  rows: readonly Pick<typeof deliveries.$inferSelect, "appId" | "endpointId" | "url" | "nextAttemptAt">[],
) {
  const first = new Map<string, { readonly id: string; readonly appId: string; readonly dueAt: Date }>();
  for (const row of rows) {
    const targetId = deliveryTargetId(row);
    const known = first.get(targetId);
    const dueAt = row.nextAttemptAt;
    if (dueAt === null || (known !== undefined && known.dueAt <= dueAt)) continue;
    first.set(targetId, { id: targetId, appId: row.appId, dueAt });
  }
  return [...first.values()];
}
