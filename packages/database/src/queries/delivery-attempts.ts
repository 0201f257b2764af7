import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { deliveryAttempts } from "../tables/index.ts";
import type { DeliveryRow, HeldDelivery } from "./deliveries.ts";

export type DeliveryAttemptRow = typeof deliveryAttempts.$inferSelect;

/** What an attempt makes of its delivery. */
export type DeliveryChange = Pick<DeliveryRow, "state" | "nextAttemptAt" | "endedAt">;

/** An attempt of a delivery that its maker holds. */
export interface AttemptToSave {
  readonly held: Pick<HeldDelivery, "id" | "attemptsMade">;
  readonly attempt: DeliveryAttemptRow;
  readonly change: DeliveryChange;
}

const insertIntoAttempts = insertRows(deliveryAttempts);

/**
 * Logs attempts and moves their deliveries on. A holder that came back too late, when others had attempted
 * the delivery in its place, changes nothing any more by a failure; a success is true whoever had it. For
 * one transaction.
 *
 * @returns whether each delivery moved; its attempt is logged in any case
 */
export async function saveDeliveryAttempts(
  transaction: Connection,
  all: readonly AttemptToSave[],
): Promise<readonly boolean[]> {
  await insertIntoAttempts(
    transaction,
    all.map(({ attempt }) => attempt),
  );
  const moved: boolean[] = [];
  for (const one of all) moved.push(await moveDelivery(transaction, one));
  return moved;
}

const move =
  "UPDATE deliveries SET state = ?, next_attempt_at = ?, ended_at = ?, last_status = ?, " +
  "attempts_made = attempts_made + 1 WHERE id = ? AND ";
const isNotDone = "state <> 'succeeded'";
const isStillHeld = "attempts_made = ? AND state IN ('pending', 'retrying')";

async function moveDelivery(
  transaction: Connection,
  { held, attempt, change }: AttemptToSave,
): Promise<boolean> {
  const { state, nextAttemptAt, endedAt } = change;
  const values = [state, nextAttemptAt, endedAt, attempt.status, held.id];
  const [result] = await (state === "succeeded"
    ? clientOf(transaction).query<ResultSetHeader>(move + isNotDone, values)
    : clientOf(transaction).query<ResultSetHeader>(move + isStillHeld, [...values, held.attemptsMade]));
  return result.affectedRows === 1;
}
