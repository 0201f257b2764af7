import type { Database } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";

export interface HeldRows extends AsyncDisposable {
  /** Waits until another session is at such a statement, which cannot end before the rows are let go. */
  untilWaitedFor(statement: string): Promise<void>;
  /** Ends the connections of those that are at such a statement. */
  killWaiting(statement: string): Promise<void>;
  letGo(): Promise<void>;
}

const underWay =
  "SELECT id FROM information_schema.processlist " +
  "WHERE command = 'Query' AND db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE ?";

/** Locks the rows of a query for as long as a test wants, so that what needs them takes so long. */
export async function holdRows({ pool }: Database, query: string): Promise<HeldRows> {
  const holder = await pool.getConnection();
  await holder.query("BEGIN");
  await holder.query(`${query} FOR UPDATE`);
  let isHeld = true;
  const letGo = async (): Promise<void> => {
    if (!isHeld) return;
    isHeld = false;
    await holder.query("COMMIT");
    holder.release();
  };
  const waitingWith = async (statement: string) => {
    const [rows] = await pool.query({ sql: underWay, rowsAsArray: true }, [`%${statement}%`]);
    // because rowsAsArray makes each row an array of its values
    return (rows as readonly (readonly unknown[])[]).map(([id]) => Number(id));
  };
  return {
    untilWaitedFor: async (statement) => {
      const isWaitedFor = async () => (await waitingWith(statement)).length > 0;
      await waitFor(isWaitedFor, { deadlineMs: 5_000, what: `a session that waits: ${statement}` });
    },
    killWaiting: async (statement) => {
      for (const thread of await waitingWith(statement)) await pool.query(`KILL ${thread}`);
    },
    letGo,
    [Symbol.asyncDispose]: letGo,
  };
}
