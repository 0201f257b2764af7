import type { LocalServers } from "@compose-pay/local-stack";
import { createConnection, type RowDataPacket } from "mysql2/promise";

/** What the database server did for each piece of work, whoever asked for it. */
export type DatabaseWork = Readonly<Record<string, number>>;

/** The server's own counters, and what they count in words. */
const counters = {
  Questions: "statements",
  Com_select: "selects",
  Com_insert: "inserts",
  Com_update: "updates",
  Com_delete: "deletes",
  Com_commit: "commits",
  Innodb_data_fsyncs: "fsyncs",
  Innodb_rows_read: "rows read",
  Handler_read_rnd_next: "rows scanned",
  Innodb_row_lock_waits: "lock waits",
} as const;

/** Begins to count. @returns ends it, and divides by the pieces of work done meanwhile */
export async function watchDatabase(
  servers: Pick<LocalServers, "databaseUrl">,
): Promise<(works: number) => Promise<DatabaseWork>> {
  const before = await readCounters(servers);
  return async (works) => {
    const after = await readCounters(servers);
    return Object.fromEntries(
      Object.entries(counters).map(([counter, name]) => {
        const counted = (after.get(counter) ?? 0) - (before.get(counter) ?? 0);
        return [name, Number((counted / Math.max(works, 1)).toFixed(3))];
      }),
    );
  };
}

async function readCounters({
  databaseUrl,
}: Pick<LocalServers, "databaseUrl">): Promise<ReadonlyMap<string, number>> {
  const connection = await createConnection(databaseUrl);
  try {
    const [rows] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS WHERE Variable_name IN (?)", [
      Object.keys(counters),
    ]);
    return new Map(rows.map((row) => [String(row["Variable_name"]), Number(row["Value"])]));
  } finally {
    await connection.end();
  }
}
