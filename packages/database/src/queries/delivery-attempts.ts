import { and, eq, inArray, ne, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { deliveries, deliveryAttempts } from "../tables/index.ts";
import type { DeliveryRow, HeldDelivery } from "./deliveries.ts";

export type DeliveryAttemptRow = typeof deliveryAttempts.$inferSelect;

/** What an attempt makes of its delivery. */
export type DeliveryChange = Pick<DeliveryRow, "state" | "nextAttemptAt" | "endedAt">;

const insertIntoAttempts = insertRows(deliveryAttempts);

/**
 * Logs an attempt and moves its delivery on. A holder that came back too late, when others had attempted
 * the delivery in its place, changes nothing any more by a failure; a success is true whoever had it. For
 * one transaction.
 *
 * @returns whether the delivery moved; the attempt is logged in any case
 */
export async function saveDeliveryAttempt(
  transaction: Connection,
  held: Pick<HeldDelivery, "id" | "attemptsMade">,
  { attempt, change }: { readonly attempt: DeliveryAttemptRow; readonly change: DeliveryChange },
): Promise<boolean> {
  await insertIntoAttempts(transaction, [attempt]);
  const isStillHeld = and(
    eq(deliveries.attemptsMade, held.attemptsMade),
    inArray(deliveries.state, ["pending", "retrying"]),
  );
  const [result] = await transaction
    .update(deliveries)
    .set({ ...change, attemptsMade: sql`${deliveries.attemptsMade} + 1`, lastStatus: attempt.status })
    .where(
      and(
        eq(deliveries.id, held.id),
        change.state === "succeeded" ? ne(deliveries.state, "succeeded") : isStillHeld,
      ),
    );
  return result.affectedRows === 1;
}
