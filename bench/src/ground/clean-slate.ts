import { connect } from "amqplib";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import type { LocalServers } from "@compose-pay/local-stack";

/** The tables that grow with payments and events, and what counts them. */
const growingTables = [
  "payments",
  "attempts",
  "state_changes",
  "channel_calls",
  "channel_notifications",
  "events",
  "deliveries",
  "delivery_attempts",
  "delivery_targets",
  "webhook_replays",
  "outbox",
] as const;
type GrowingTable = (typeof growingTables)[number];

/**
 * Empties the tables that grow and these queues, so that a round begins with what the one before began
 * with. TRUNCATE makes the tables anew: no purge of deleted rows runs on into the next round.
 */
export async function clearData(servers: LocalServers, queues: readonly string[]): Promise<void> {
  await withDatabase(servers, async (database) => {
    for (const table of growingTables) await database.query(`TRUNCATE TABLE ${table}`);
  });
  const broker = await connect(servers.amqpUrl);
  try {
    const channel = await broker.createChannel();
    for (const queue of queues) await channel.purgeQueue(queue);
  } finally {
    await broker.close();
  }
}

export async function countRows(servers: LocalServers, table: GrowingTable): Promise<number> {
  return withDatabase(servers, async (database) => {
    const [rows] = await database.query<RowDataPacket[]>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(rows[0]?.["n"]);
  });
}

export async function countMessages(servers: LocalServers, queue: string): Promise<number> {
  const broker = await connect(servers.amqpUrl);
  try {
    const channel = await broker.createChannel();
    return (await channel.checkQueue(queue)).messageCount;
  } finally {
    await broker.close();
  }
}

async function withDatabase<Result>(
  { databaseUrl }: LocalServers,
  work: (database: Connection) => Promise<Result>,
): Promise<Result> {
  const database = await createConnection(databaseUrl);
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}
