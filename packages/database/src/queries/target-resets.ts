import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

const sooner = "due_at = LEAST(COALESCE(due_at, ?), ?)";

/**
 * The target of an endpoint begins anew, with a closed circuit, and workers look at it now. A target without a row has
 * nothing that waits for it.
 */
export async function resetTarget(transaction: Connection, endpointId: string, at: Date): Promise<void> {
  await clientOf(transaction).query<ResultSetHeader>(
    `UPDATE delivery_targets SET failures = 0, failing_since = NULL, open_until = NULL, ${sooner} WHERE id = ?`,
    [at, at, endpointId],
  );
}

/** Workers look at the target of an endpoint now, if it has one. */
export async function hastenTarget(transaction: Connection, endpointId: string, at: Date): Promise<void> {
  await clientOf(transaction).query<ResultSetHeader>(`UPDATE delivery_targets SET ${sooner} WHERE id = ?`, [
    at,
    at,
    endpointId,
  ]);
}
