import type { OperationClass } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, desc, eq, inArray, lt, sql } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { inLists } from "../statements/in-lists.ts";
import { circuitOrders } from "../tables/index.ts";

export type CircuitOrderRow = typeof circuitOrders.$inferSelect;

/** One circuit: an account's calls of one class. */
export interface CircuitKey {
  readonly channelAccountId: string;
  readonly operationClass: OperationClass;
}

export async function insertCircuitOrder(connection: Connection, row: CircuitOrderRow): Promise<void> {
  await connection.insert(circuitOrders).values(row);
}

/** The newest order of every circuit that ever had one, whatever it says and whether it has run out; in no order. */
export async function findNewestCircuitOrders(connection: Connection): Promise<CircuitOrderRow[]> {
  const newest = await connection
    .select({ id: sql<string>`MAX(${circuitOrders.id})` })
    .from(circuitOrders, { forceIndex: "circuit_orders_circuit" })
    .groupBy(circuitOrders.channelAccountId, circuitOrders.operationClass);
  return findOrders(
    connection,
    newest.map(({ id }) => id),
  );
}

/** By their keys: a server makes a scan of the table out of the two statements in one. */
async function findOrders(connection: Connection, ids: readonly string[]): Promise<CircuitOrderRow[]> {
  const found: CircuitOrderRow[] = [];
  for (const some of inLists(ids))
    found.push(
      ...(await connection
        .select()
        .from(circuitOrders, { forceIndex: "PRIMARY" })
        .where(inArray(circuitOrders.id, [...some]))),
    );
  return found;
}

const newestOfCircuit =
  "(SELECT id FROM circuit_orders FORCE INDEX (circuit_orders_circuit) " +
  "WHERE channel_account_id = ? AND operation_class = ? ORDER BY id DESC LIMIT 1)";

/** The newest order of each of these circuits; those that never had one are left out. @param keys a bounded number */
export async function findCircuitOrders(
  connection: Connection,
  keys: readonly CircuitKey[],
): Promise<CircuitOrderRow[]> {
  if (keys.length === 0) return [];
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    keys.map(() => newestOfCircuit).join(" UNION ALL "),
    keys.flatMap(({ channelAccountId, operationClass }) => [channelAccountId, operationClass]),
  );
  return findOrders(
    connection,
    rows.map((row) => String(row["id"])),
  );
}

/** Newest first, of all accounts or of one; the page starts behind `after`. */
export async function listCircuitOrders(
  connection: Connection,
  page: {
    readonly accountId?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<CircuitOrderRow[]> {
  const { accountId, after } = page;
  return connection
    .select()
    .from(circuitOrders)
    .where(
      and(
        accountId === undefined ? undefined : eq(circuitOrders.channelAccountId, accountId),
        after === undefined ? undefined : lt(circuitOrders.id, after),
      ),
    )
    .orderBy(desc(circuitOrders.id))
    .limit(page.limit);
}

/** The newest order of this circuit, or null. */
export async function findCircuitOrder(
  connection: Connection,
  { channelAccountId, operationClass }: CircuitKey,
): Promise<CircuitOrderRow | null> {
  const [row] = await connection
    .select()
    .from(circuitOrders)
    .where(
      and(
        eq(circuitOrders.channelAccountId, channelAccountId),
        eq(circuitOrders.operationClass, operationClass),
      ),
    )
    .orderBy(desc(circuitOrders.id))
    .limit(1);
  return row ?? null;
}
