import type { MySql2PreparedQueryHKT, MySql2QueryResultHKT } from "drizzle-orm/mysql2";
import type { MySqlDatabase } from "drizzle-orm/mysql-core";
import type { Socket } from "node:net";
import { createPool, type Pool as CorePool, type PoolConnection } from "mysql2";
import type { Pool } from "mysql2/promise";
import { listenForDiscrepancies, type NewDiscrepancy } from "./raised-discrepancies.ts";
import { connectionOf } from "./sessions.ts";

/** Where queries run: the pool, or one transaction. */
export type Connection = MySqlDatabase<MySql2QueryResultHKT, MySql2PreparedQueryHKT>;

export interface Database {
  /** Each query on a connection of its own. */
  readonly connection: Connection;
  /** For statements that drizzle has no words for. */
  readonly pool: Pool;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/database` */
  readonly url: string;
  readonly poolSize: number;
  /** Default 3000. */
  readonly connectTimeoutMs?: number;
  /** A connection on which nothing comes for so long is given up; longer than any query. Default 30000. */
  readonly silenceMs?: number;
  /** Who waits for a connection of the pool for so long is refused, as if the database were away. Default 30000. */
  readonly poolWaitMs?: number;
  /** Told of every discrepancy that a transaction of this process has raised, once it is committed; never throws. */
  readonly onDiscrepancy?: (row: NewDiscrepancy) => void;
}

/** How many callers may wait for a connection before the next one is refused at once. */
const longestQueue = 5_000;

/**
 * MariaDB and MySQL differ in their defaults; a session of ours never does. READ COMMITTED, because
 * state changes are conditional updates and REPEATABLE READ loses updates on both.
 */
const sessionSettings = [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE'",
  // A session of a host that has vanished gives its locks back after wait_timeout.
  "SET SESSION time_zone = '+00:00', SESSION innodb_lock_wait_timeout = 5, SESSION wait_timeout = 60",
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
];

/** Opens no connection yet: a service starts while its database is still away. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = createPool({
    uri: options.url,
    connectionLimit: options.poolSize,
    maxIdle: options.poolSize,
    queueLimit: longestQueue,
    connectTimeout: options.connectTimeoutMs ?? 3_000,
    timezone: "Z",
    charset: "utf8mb4_bin",
    supportBigNumbers: true,
    // Columns read moments from text themselves.
    dateStrings: true,
    // A stack trace for every query costs more than many a query.
    trace: false,
    enableKeepAlive: true,
  });
  // Queued before anything the taker of the connection sends; a failure shows at that next statement.
  pool.on("connection", (session) => {
    for (const setting of sessionSettings) session.query(setting, ignoreFailure);
    giveUpInSilence(session, options.silenceMs ?? 30_000);
  });
  boundWaiting(pool, options.poolWaitMs ?? 30_000);
  const promised = pool.promise();
  const connection = connectionOf(pool);
  if (options.onDiscrepancy !== undefined) listenForDiscrepancies(connection, options.onDiscrepancy);
  return {
    connection,
    pool: promised,
    ping: async () => {
      await promised.query("SELECT 1");
    },
    close: () => promised.end(),
  };
}

function ignoreFailure(): void {}

/** The driver bounds how many wait and not for how long. All of its ways to a connection go through this one. */
function boundWaiting(pool: CorePool, mostMs: number): void {
  const take = pool.getConnection.bind(pool);
  pool.getConnection = (taken) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      const error = new Error(`no connection to the database came free in ${mostMs} ms`);
      // because the driver gives no connection where it gives an error
      taken(Object.assign(error, { code: "ETIMEDOUT" }), undefined as never);
    }, mostMs);
    take((error, connection) => {
      clearTimeout(timer);
      if (!isOver) taken(error, connection);
      else if (error === null) connection.release();
    });
  };
}

/** A server that vanished without a word would otherwise keep its callers until TCP gives up, in a quarter of an hour. */
function giveUpInSilence(session: PoolConnection, silenceMs: number): void {
  // because the driver keeps its socket there and does not say so in its types
  const { stream: socket } = session as PoolConnection & { readonly stream: Socket };
  socket.setTimeout(silenceMs, () => {
    const error = new Error(`nothing came from the database for ${silenceMs} ms`);
    socket.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
  });
}
