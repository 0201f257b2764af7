import { and, desc, eq, getTableColumns, isNull, lt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { apiKeys } from "../tables/index.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** What may be shown of a key. */
export type ApiKey = Omit<ApiKeyRow, "sha256">;

export async function insertApiKey(connection: Connection, row: ApiKeyRow): Promise<void> {
  await connection.insert(apiKeys).values(row);
}

export async function findApiKey(connection: Connection, keyId: string): Promise<ApiKeyRow | null> {
  const [row] = await connection.select().from(apiKeys).where(eq(apiKeys.id, keyId)).limit(1);
  return row ?? null;
}

/** @param sha256 in lower-case hex */
export async function findApiKeyBySha256(connection: Connection, sha256: string): Promise<ApiKeyRow | null> {
  const [row] = await connection.select().from(apiKeys).where(eq(apiKeys.sha256, sha256)).limit(1);
  return row ?? null;
}

/** Revokes the key unless it is revoked already; true when this call did it. */
export async function markApiKeyRevoked(
  connection: Connection,
  keyId: string,
  revokedAt: Date,
): Promise<boolean> {
  const [result] = await connection
    .update(apiKeys)
    .set({ revokedAt })
    .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)));
  return result.affectedRows === 1;
}

/** Newest first, by id; the page starts behind `after`. */
export async function listApiKeys(
  connection: Connection,
  page: { readonly appId: string; readonly after?: string | undefined; readonly limit: number },
): Promise<ApiKey[]> {
  const { sha256: _, ...shown } = getTableColumns(apiKeys);
  return connection
    .select(shown)
    .from(apiKeys)
    .where(
      and(eq(apiKeys.appId, page.appId), page.after === undefined ? undefined : lt(apiKeys.id, page.after)),
    )
    .orderBy(desc(apiKeys.id))
    .limit(page.limit);
}
