import os from "node:os";
import { connect } from "amqplib";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import type { LocalServers } from "@compose-pay/local-stack";

/** What the numbers were measured on. */
export interface MachineDescription {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Over the minute before the first measurement: what else the machine was doing. */
  readonly loadBefore: number;
  readonly node: string;
  readonly database: string;
  readonly broker: string;
  /** What the database promises when it says "committed". */
  readonly durability: Readonly<Record<string, string>>;
  readonly servers: LocalServers["how"];
}

const durabilitySettings = [
  "innodb_flush_log_at_trx_commit",
  "innodb_flush_method",
  "innodb_doublewrite",
  "innodb_buffer_pool_size",
  "log_bin",
  "sync_binlog",
];

/** @throws when a commit of the database is not on the disk: numbers without it are not worth comparing */
export async function describeMachine(servers: LocalServers): Promise<MachineDescription> {
  const [{ database, durability }, broker] = await Promise.all([askDatabase(servers), askBroker(servers)]);
  if (durability["innodb_flush_log_at_trx_commit"] !== "1") {
    throw new Error("the benchmarks need a database with innodb_flush_log_at_trx_commit = 1");
  }
  return {
    processor: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 1_024 ** 3),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    loadBefore: Number(os.loadavg()[0]?.toFixed(2)),
    node: process.version,
    database,
    broker,
    durability: { ...durability, queues: "quorum, durable, persistent messages, publisher confirms" },
    servers: servers.how,
  };
}

async function askDatabase({ databaseUrl }: LocalServers) {
  const connection = await createConnection(databaseUrl);
  try {
    const [versions] = await connection.query<RowDataPacket[]>("SELECT VERSION() AS version");
    const [rows] = await connection.query<RowDataPacket[]>(
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)",
      [durabilitySettings],
    );
    const durability = Object.fromEntries(
      rows.map((row) => [String(row["Variable_name"]), String(row["Value"])]),
    );
    return { database: String(versions[0]?.["version"]), durability };
  } finally {
    await connection.end();
  }
}

async function askBroker({ amqpUrl }: LocalServers): Promise<string> {
  const model = await connect(amqpUrl);
  const { product, version } = model.connection.serverProperties;
  await model.close();
  return `${product} ${version}`;
}
