import type { Connection } from "../connection.ts";
import { asc, inArray } from "../drizzle.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { deliveryTargets } from "../tables/index.ts";
import type { DeliveryTargetRow } from "./delivery-targets.ts";

/** Locks targets, in one order everywhere; those that have no row are not in the answer. For one transaction. */
export async function lockTargets(
  transaction: Connection,
  ids: readonly string[],
): Promise<DeliveryTargetRow[]> {
  if (ids.length === 0) return [];
  return transaction
    .select()
    .from(deliveryTargets)
    .where(inArray(deliveryTargets.id, [...ids]))
    .orderBy(asc(deliveryTargets.id))
    .for("update");
}

const upsertTargets = insertRows(
  deliveryTargets,
  "due_at = COALESCE(LEAST(due_at, VALUES(due_at)), due_at, VALUES(due_at)), failures = VALUES(failures), " +
    "failing_since = VALUES(failing_since), open_until = VALUES(open_until)",
);

/** Writes how targets are; each is due at its `dueAt` or earlier, or as it was. */
export async function saveTargetHealth(
  transaction: Connection,
  rows: readonly DeliveryTargetRow[],
): Promise<void> {
  await upsertTargets(transaction, rows);
}
