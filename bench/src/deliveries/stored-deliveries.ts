import type { LocalServers } from "@compose-pay/local-stack";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { until } from "../ground/until.ts";

/** What the database says of an event and its deliveries. */
export interface StoredEvent {
  readonly id: string;
  readonly appId: string;
  readonly type: string;
  readonly bodySha256: string;
}

/** Deliveries and how they stand, of all events there are. */
export interface DeliveryBooks {
  readonly deliveries: number;
  readonly succeeded: number;
  /** Succeeded deliveries without exactly one attempt in the log that was answered by 200. */
  readonly unlogged: number;
}

type Servers = Pick<LocalServers, "databaseUrl">;

export async function readEvents(servers: Servers): Promise<readonly StoredEvent[]> {
  const rows = await ask(servers, "SELECT id, app_id, type, SHA2(body, 256) AS sha256 FROM events");
  return rows.map((row) => ({
    id: String(row["id"]),
    appId: String(row["app_id"]),
    type: String(row["type"]),
    bodySha256: String(row["sha256"]),
  }));
}

/** Waits until none of the deliveries to these endpoints is on its way any more. */
export async function untilSettled(
  servers: Servers,
  { endpointIds, count, withinMs }: SettledDeliveries,
): Promise<void> {
  const waiting =
    "SELECT COUNT(*) AS n FROM deliveries WHERE state = 'succeeded' AND endpoint_id IN (?) HAVING n >= ?";
  await until(
    `${count} deliveries have succeeded`,
    async () => (await ask(servers, waiting, [endpointIds, count])).length === 1,
    withinMs,
  );
}

export interface SettledDeliveries {
  readonly endpointIds: readonly string[];
  readonly count: number;
  readonly withinMs: number;
}

export async function readBooks(servers: Servers, endpointIds: readonly string[]): Promise<DeliveryBooks> {
  const [row] = await ask(
    servers,
    `SELECT COUNT(*) AS deliveries, COALESCE(SUM(d.state = 'succeeded'), 0) AS succeeded,
      COALESCE(SUM(d.state = 'succeeded' AND COALESCE(a.logged, 0) <> 1), 0) AS unlogged
     FROM deliveries d
     LEFT JOIN (SELECT delivery_id, COUNT(*) AS logged FROM delivery_attempts WHERE status = 200 GROUP BY delivery_id) a
       ON a.delivery_id = d.id
     WHERE d.endpoint_id IN (?)`,
    [endpointIds],
  );
  const figure = (name: keyof DeliveryBooks) => Number(row?.[name]);
  return {
    deliveries: figure("deliveries"),
    succeeded: figure("succeeded"),
    unlogged: figure("unlogged"),
  };
}

async function ask(
  { databaseUrl }: Servers,
  sql: string,
  values: readonly unknown[] = [],
): Promise<RowDataPacket[]> {
  const connection = await createConnection(databaseUrl);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
    return rows;
  } finally {
    await connection.end();
  }
}
