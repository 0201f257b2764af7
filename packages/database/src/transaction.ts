import type { Connection, Database } from "./connection.ts";
import { isConflict } from "./failure.ts";
import { beginRaising, tellRaised } from "./raised-discrepancies.ts";
import { type Session, takeSession } from "./sessions.ts";

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
      const session = await takeSession(database.connection);
      const raised = beginRaising(session.connection);
      const result = await runOnce(session, work);
      tellRaised(database.connection, raised);
      return result;
    } catch (error) {
      if (!isConflict(error) || tries >= mostTries) throw error;
    }
  }
}

async function runOnce<Result>(
  session: Session,
  work: (transaction: Connection) => Promise<Result>,
): Promise<Result> {
  const { client, connection } = session;
  try {
    await client.query("BEGIN");
    const result = await work(connection);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}

/** A connection that cannot even roll back is not given to anybody else; its server rolls back by itself. */
async function rollBack({ client }: Session): Promise<void> {
  try {
    await client.query("ROLLBACK");
    client.release();
  } catch {
    client.destroy();
  }
}
