import { and, asc, eq } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { contracts } from "../tables/index.ts";

export type ContractRow = typeof contracts.$inferSelect;

/** Writes the app's contract for a method, over the one it may have. */
export async function upsertContract(connection: Connection, row: ContractRow): Promise<void> {
  const { appId: _appId, method: _method, ...terms } = row;
  await connection.insert(contracts).values(row).onDuplicateKeyUpdate({ set: terms });
}

/** All of an app, by method; there are never more than methods. */
export async function listContracts(connection: Connection, appId: string): Promise<ContractRow[]> {
  return connection.select().from(contracts).where(eq(contracts.appId, appId)).orderBy(asc(contracts.method));
}

export async function findContract(
  connection: Connection,
  key: Pick<ContractRow, "appId" | "method">,
): Promise<ContractRow | null> {
  const [row] = await connection
    .select()
    .from(contracts)
    .where(and(eq(contracts.appId, key.appId), eq(contracts.method, key.method)))
    .limit(1);
  return row ?? null;
}
