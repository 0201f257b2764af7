import type { Connection, Database } from "./connection.ts";
import { isConflict } from "./failure.ts";

/** How often a transaction is run before its deadlock is handed to the caller. */
const mostTries = 5;

/**
 * Runs `work` in one transaction and commits it. Run again from the start after a deadlock or a lock
 * wait that timed out, so `work` does nothing that the rollback cannot undo.
 *
 * @throws what `work` throws, or the driver's error; after a connection lost during the commit it is
 *   unknown whether it applied
 */
export async function inTransaction<Result>(
  database: Pick<Database, "connection">,
  work: (transaction: Connection) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.connection.transaction(work);
    } catch (error) {
      if (!isConflict(error) || tries >= mostTries) throw error;
    }
  }
}
