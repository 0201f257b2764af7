import type { Connection } from "../connection.ts";
import { contracts } from "../tables/index.ts";

export type ContractRow = typeof contracts.$inferSelect;

/** Writes the app's contract for a method, over the one it may have. */
export async function upsertContract(connection: Connection, row: ContractRow): Promise<void> {
  const { appId: _appId, method: _method, ...terms } = row;
  await connection.insert(contracts).values(row).onDuplicateKeyUpdate({ set: terms });
}
