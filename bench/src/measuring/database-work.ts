import type { LocalServers } from "@compose-pay/local-stack";
import { createConnection, type RowDataPacket } from "mysql2/promise";

/** What the database server did for each piece of work, whoever asked for it. */
export type DatabaseWork = Readonly<Record<string, number>>;

/** What is counted, and the server's own counters for it. */
const counters = {
  statements: ["Questions"],
  selects: ["Com_select"],
  inserts: ["Com_insert"],
  updates: ["Com_update", "Com_update_multi"],
  deletes: ["Com_delete", "Com_delete_multi"],
  commits: ["Com_commit"],
  fsyncs: ["Innodb_data_fsyncs"],
  "rows looked up": ["Handler_read_key"],
  "rows stepped over": ["Handler_read_next", "Handler_read_rnd_next"],
  "lock waits": ["Innodb_row_lock_waits"],
} as const;

/** Begins to count. @returns ends it, and divides by the pieces of work done meanwhile */
export async function watchDatabase(
  servers: Pick<LocalServers, "databaseUrl">,
): Promise<(works: number) => Promise<DatabaseWork>> {
  const before = await readCounters(servers);
  return async (works) => {
    const after = await readCounters(servers);
    return Object.fromEntries(
      Object.entries(counters).map(([name, summed]) => {
        const counted = summed.reduce(
          (sum, counter) => sum + (after.get(counter) ?? 0) - (before.get(counter) ?? 0),
          0,
        );
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
      Object.values(counters).flat(),
    ]);
    return new Map(rows.map((row) => [String(row["Variable_name"]), Number(row["Value"])]));
  } finally {
    await connection.end();
  }
}
