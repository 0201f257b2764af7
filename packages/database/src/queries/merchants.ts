import { asc, desc, eq, lt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { namedSo, type NameSearch } from "../statements/named-so.ts";
import { merchants } from "../tables/index.ts";

export type MerchantRow = typeof merchants.$inferSelect;
export type MerchantStatus = MerchantRow["status"];

export async function insertMerchant(connection: Connection, row: MerchantRow): Promise<void> {
  await connection.insert(merchants).values(row);
}

export async function findMerchant(connection: Connection, merchantId: string): Promise<MerchantRow | null> {
  const [row] = await connection.select().from(merchants).where(eq(merchants.id, merchantId)).limit(1);
  return row ?? null;
}

/** The merchant, locked until the transaction ends. */
export async function lockMerchant(transaction: Connection, merchantId: string): Promise<MerchantRow | null> {
  const [row] = await transaction.select().from(merchants).where(eq(merchants.id, merchantId)).for("update");
  return row ?? null;
}

export async function updateMerchantStatus(
  connection: Connection,
  merchantId: string,
  status: MerchantStatus,
): Promise<void> {
  await connection.update(merchants).set({ status }).where(eq(merchants.id, merchantId));
}

/** Newest first, by id; the page starts behind `after`. */
export async function listMerchants(
  connection: Connection,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<MerchantRow[]> {
  return connection
    .select()
    .from(merchants)
    .where(page.after === undefined ? undefined : lt(merchants.id, page.after))
    .orderBy(desc(merchants.id))
    .limit(page.limit);
}

/** Those whose name begins so, by name. */
export async function searchMerchants(connection: Connection, search: NameSearch): Promise<MerchantRow[]> {
  return connection
    .select()
    .from(merchants, { forceIndex: "merchants_name" })
    .where(namedSo(merchants, search))
    .orderBy(asc(merchants.name), asc(merchants.id))
    .limit(search.limit);
}
