import { createPool, type ResultSetHeader, type RowDataPacket } from "mysql2/promise";

export interface StateChange {
  readonly subject: "payment" | "attempt";
  readonly from: string;
  readonly to: string;
  readonly cause: string;
  readonly traceId: string;
}

export interface Journalled {
  readonly verdict: string;
  readonly reason: string | null;
  readonly timesReceived: number;
}

type Values = readonly (string | number | Date | null)[];

/** The rows of the product, read past it. */
export interface Books {
  rows<Row = unknown>(sql: string, values?: Values): Promise<readonly (Row & RowDataPacket)[]>;
  /** @returns how many rows it changed */
  change(sql: string, values?: Values): Promise<number>;
  /** Oldest first. */
  changesOf(paymentId: string): Promise<readonly StateChange[]>;
  /** Types by sequence. */
  eventsOf(paymentId: string): Promise<readonly string[]>;
  attempt(attemptId: string): Promise<RowDataPacket>;
  /** What the channel posted about an attempt, oldest first. */
  notificationsOf(attemptId: string): Promise<readonly Journalled[]>;
  /** Types of the differences that were raised about an attempt. */
  discrepanciesOf(attemptId: string): Promise<readonly string[]>;
  /** `operation outcome` of each call to the channel, oldest first. */
  callsOf(attemptId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openBooks(databaseUrl: string): Promise<Books> {
  const pool = createPool({ uri: databaseUrl, connectionLimit: 4, timezone: "Z" });
  const rows = async <Row = unknown>(sql: string, values: Values = []) => {
    const [found] = await pool.query<(Row & RowDataPacket)[]>(sql, [...values]);
    return found;
  };
  const column = async (sql: string, value: string): Promise<readonly string[]> =>
    (await rows(sql, [value])).map((row) => String(row["value"]));
  return {
    rows,
    change: async (sql, values = []) => {
      const [result] = await pool.query<ResultSetHeader>(sql, [...values]);
      return result.affectedRows;
    },
    changesOf: (paymentId) => rows<StateChange>(changesSql, [paymentId]),
    eventsOf: (id) => column("SELECT type AS value FROM events WHERE payment_id = ? ORDER BY sequence", id),
    attempt: async (id) => {
      const [row] = await rows("SELECT * FROM attempts WHERE id = ?", [id]);
      if (row === undefined) throw new Error(`there is no attempt ${id}`);
      return row;
    },
    notificationsOf: (id) => rows<Journalled>(notificationsSql, [id]),
    discrepanciesOf: (id) =>
      column("SELECT type AS value FROM discrepancies WHERE attempt_id = ? ORDER BY id", id),
    callsOf: (id) =>
      column(
        "SELECT CONCAT(operation, ' ', outcome) AS value FROM channel_calls WHERE attempt_id = ? ORDER BY started_at, id",
        id,
      ),
    close: () => pool.end(),
  };
}

const changesSql = `SELECT subject, from_state AS \`from\`, to_state AS \`to\`, cause, trace_id AS traceId
  FROM state_changes WHERE payment_id = ? ORDER BY id`;

const notificationsSql = `SELECT verdict, reason, times_received AS timesReceived
  FROM channel_notifications WHERE attempt_id = ? ORDER BY id`;
