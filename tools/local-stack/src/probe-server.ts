import { connect as connectAmqp } from "amqplib";
import { Redis } from "ioredis";
import { createConnection } from "mysql2/promise";
import type { RowDataPacket } from "mysql2/promise";
import type { ServerName } from "./known-servers.ts";

/** One attempt is given up after this time, so that a host that swallows packets cannot hold the caller. */
const attemptTimeoutMs = 3_000;

/** Connects as a client would, and returns the server's name and version; throws when it does not answer. */
export const probeServer: Readonly<Record<ServerName, (url: string) => Promise<string>>> = {
  mysql: probeMysql,
  rabbitmq: probeRabbitmq,
  redis: probeRedis,
};

interface VersionRow extends RowDataPacket {
  readonly version: string;
}

async function probeMysql(url: string): Promise<string> {
  const connection = await createConnection({ uri: url, connectTimeout: attemptTimeoutMs });
  try {
    const [rows] = await connection.query<VersionRow[]>("SELECT VERSION() AS version");
    const version = rows[0]?.version ?? "";
    const [number = ""] = version.split("-");
    return `${version.includes("MariaDB") ? "MariaDB" : "MySQL"} ${number}`;
  } finally {
    connection.destroy();
  }
}

async function probeRabbitmq(url: string): Promise<string> {
  const model = await connectAmqp(url, { timeout: attemptTimeoutMs });
  const { version } = model.connection.serverProperties;
  await model.close();
  return `RabbitMQ ${version}`;
}

async function probeRedis(url: string): Promise<string> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: attemptTimeoutMs,
    commandTimeout: attemptTimeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The rejection of connect() only says that the connection is closed; why, this event tells.
  let reason: unknown;
  redis.on("error", (error) => {
    reason = error;
  });
  try {
    await redis.connect();
    const info = await redis.info("server");
    const valkey = /^valkey_version:(\S+)/m.exec(info)?.[1];
    return valkey === undefined
      ? `Redis ${/^redis_version:(\S+)/m.exec(info)?.[1] ?? ""}`
      : `Valkey ${valkey}`;
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}
