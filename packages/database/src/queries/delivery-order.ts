import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

/** An event's place among those of its payment. */
export interface EventPlace {
  readonly paymentId: string;
  readonly sequence: number;
}

/** An earlier event of a payment that has not gone out everywhere. */
export interface UnsentEarlier extends EventPlace {
  /** Where its delivery waits for its first attempt or has it now; null when its deliveries are not made yet. */
  readonly targetId: string | null;
}

const earlier =
  "SELECT e.payment_id, e.sequence, d.target_id " +
  "FROM JSON_TABLE(?, '$[*]' COLUMNS (payment_id VARCHAR(32) PATH '$.paymentId', sequence INT PATH '$.sequence')) AS w " +
  "STRAIGHT_JOIN events AS e FORCE INDEX (events_sequence) ON e.payment_id = w.payment_id AND e.sequence < w.sequence " +
  "LEFT JOIN deliveries AS d ON d.event_id = e.id " +
  "AND d.state = 'pending' AND d.attempts_made = 0 " +
  "WHERE d.id IS NOT NULL OR (e.due_at IS NOT NULL AND e.created_at >= ?)";

/**
 * What stands before these events. One whose deliveries are not made is waited for only if it is not older than
 * `unmadeSince`: its message may be lost, and a sweep brings it much later.
 */
export async function findUnsentEarlier(
  connection: Connection,
  places: readonly EventPlace[],
  unmadeSince: Date,
): Promise<readonly UnsentEarlier[]> {
  if (places.length === 0) return [];
  const wanted = places.map(({ paymentId, sequence }) => ({ paymentId, sequence }));
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(earlier, [
    JSON.stringify(wanted),
    unmadeSince,
  ]);
  return rows.map((row) => ({
    paymentId: String(row["payment_id"]),
    sequence: Number(row["sequence"]),
    targetId: row["target_id"] === null ? null : String(row["target_id"]),
  }));
}
