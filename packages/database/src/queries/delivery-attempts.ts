import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { momentText } from "../statements/moment-text.ts";
import { deliveryAttempts } from "../tables/index.ts";
import type { DeliveryRow, HeldDelivery } from "./deliveries.ts";

export type DeliveryAttemptRow = typeof deliveryAttempts.$inferSelect;

/** What an attempt makes of its delivery. */
export type DeliveryChange = Pick<DeliveryRow, "state" | "nextAttemptAt" | "endedAt">;

/** An attempt of a delivery that its maker holds. */
export interface AttemptToSave {
  readonly held: Pick<HeldDelivery, "id" | "attemptsMade" | "ladderFrom" | "trigger">;
  readonly attempt: DeliveryAttemptRow;
  readonly change: DeliveryChange;
}

const insertIntoAttempts = insertRows(deliveryAttempts);

const movesTable =
  "UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(32) PATH '$.id', made INT PATH '$.made', " +
  "ladder INT PATH '$.ladder', `trigger` VARCHAR(32) PATH '$.trigger', state VARCHAR(32) PATH '$.state', " +
  "next_at VARCHAR(32) PATH '$.next', ended_at VARCHAR(32) PATH '$.ended', status INT PATH '$.status')) AS w " +
  "STRAIGHT_JOIN deliveries AS d FORCE INDEX (PRIMARY) ON d.id = w.id ";

/**
 * A holder that came back too late, when others had attempted the delivery in its place, changes nothing any more by a
 * failure; a success is true whoever had it.
 */
const moveThese =
  movesTable +
  "SET d.state = w.state, d.next_attempt_at = w.next_at, d.ended_at = w.ended_at, d.last_status = w.status, " +
  "d.failing = IF(w.state IN ('retrying', 'exhausted'), w.state, NULL), " +
  "d.`trigger` = 'schedule', d.attempts_made = d.attempts_made + 1 " +
  "WHERE (w.state = 'succeeded' AND d.state <> 'succeeded') OR (d.attempts_made = w.made " +
  "AND d.state IN ('pending', 'retrying') AND d.ladder_from = w.ladder AND d.`trigger` = w.`trigger`)";

/** What was asked for again while its attempt was under way, and that failed, stays due with a ladder of its own. */
const leaveDue =
  movesTable +
  "SET d.state = 'retrying', d.failing = 'retrying', d.last_status = w.status, d.ladder_from = w.made + 1, " +
  "d.attempts_made = w.made + 1 WHERE d.attempts_made = w.made AND d.state IN ('pending', 'retrying') " +
  "AND (d.ladder_from <> w.ladder OR d.`trigger` <> w.`trigger`)";

/** Logs attempts, at most one of each delivery, and moves their deliveries on. For one transaction. */
export async function saveDeliveryAttempts(
  transaction: Connection,
  all: readonly AttemptToSave[],
): Promise<void> {
  await insertIntoAttempts(
    transaction,
    all.map(({ attempt }) => attempt),
  );
  const moves = all.map(({ held, attempt, change }) => ({
    id: held.id,
    made: held.attemptsMade,
    ladder: held.ladderFrom,
    trigger: held.trigger,
    state: change.state,
    next: momentText(change.nextAttemptAt),
    ended: momentText(change.endedAt),
    status: attempt.status,
  }));
  const client = clientOf(transaction);
  const [moved] = await client.query<ResultSetHeader>(moveThese, [JSON.stringify(moves)]);
  if (moved.affectedRows < moves.length) await client.query(leaveDue, [JSON.stringify(moves)]);
}
