import type { Pool, PoolConnection } from "mysql2";
import type { Pool as PromisePool, PoolConnection as PromisePoolConnection } from "mysql2/promise";
import type { Connection } from "./connection.ts";
import { drizzle } from "./drizzle.ts";

/** One connection to the server, taken out of the pool for a transaction. */
export interface Session {
  readonly connection: Connection;
  readonly client: PromisePoolConnection;
}

const pools = new WeakMap<Connection, Pool>();
const clients = new WeakMap<Connection, PromisePool | PromisePoolConnection>();
const sessions = new WeakMap<PoolConnection, Session>();

/** A `Connection` that takes a connection of the pool for each query. */
export function connectionOf(pool: Pool): Connection {
  const connection: Connection = drizzle(pool);
  pools.set(connection, pool);
  clients.set(connection, pool.promise());
  return connection;
}

/** The driver behind a connection, for statements that are worded already. */
export function clientOf(connection: Connection): PromisePool | PromisePoolConnection {
  const client = clients.get(connection);
  if (client === undefined) throw new Error("a connection comes from openDatabase or inTransaction");
  return client;
}

/** @throws when `connection` is a transaction already */
export async function takeSession(connection: Connection): Promise<Session> {
  const pool = pools.get(connection);
  if (pool === undefined) throw new Error("a transaction begins on the database and in no other transaction");
  const taken = await new Promise<PoolConnection>((resolve, reject) => {
    pool.getConnection((error, one) => {
      if (error === null) resolve(one);
      else reject(error);
    });
  });
  return sessions.get(taken) ?? openSession(taken);
}

/** Kept as long as the connection itself, since it is taken again and again. */
function openSession(taken: PoolConnection): Session {
  const client = taken.promise();
  const session: Session = { connection: drizzle(client), client };
  sessions.set(taken, session);
  clients.set(session.connection, client);
  return session;
}
