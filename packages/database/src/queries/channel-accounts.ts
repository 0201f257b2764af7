import { desc, eq, getTableColumns, inArray, lt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { channelAccounts } from "../tables/index.ts";

export type ChannelAccountRow = typeof channelAccounts.$inferSelect;

/** What may be shown of an account. */
export type ChannelAccount = Omit<ChannelAccountRow, "credentials">;

/** @throws the driver's error of a duplicate when the name is taken */
export async function insertChannelAccount(
  connection: Connection,
  row: typeof channelAccounts.$inferInsert,
): Promise<void> {
  await connection.insert(channelAccounts).values(row);
}

export async function findChannelAccount(
  connection: Connection,
  accountId: string,
): Promise<ChannelAccountRow | null> {
  const [row] = await connection
    .select()
    .from(channelAccounts)
    .where(eq(channelAccounts.id, accountId))
    .limit(1);
  return row ?? null;
}

/** The account of this id or of this name, locked until the transaction ends. */
export async function lockChannelAccount(
  transaction: Connection,
  key: { readonly id: string } | { readonly name: string },
): Promise<ChannelAccountRow | null> {
  const [row] = await transaction
    .select()
    .from(channelAccounts)
    .where("id" in key ? eq(channelAccounts.id, key.id) : eq(channelAccounts.name, key.name))
    .for("update");
  return row ?? null;
}

/** @throws the driver's error of a duplicate when the new name is taken */
export async function updateChannelAccount(
  connection: Connection,
  accountId: string,
  change: Partial<ChannelAccountRow>,
): Promise<void> {
  await connection.update(channelAccounts).set(change).where(eq(channelAccounts.id, accountId));
}

/** Newest first, by id; the page starts behind `after`. */
export async function listChannelAccounts(
  connection: Connection,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ChannelAccount[]> {
  const { credentials: _, ...shown } = getTableColumns(channelAccounts);
  return connection
    .select(shown)
    .from(channelAccounts)
    .where(page.after === undefined ? undefined : lt(channelAccounts.id, page.after))
    .orderBy(desc(channelAccounts.id))
    .limit(page.limit);
}

/** The same with what is sealed, for who reads of it what is public. */
export async function listSealedAccounts(
  connection: Connection,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ChannelAccountRow[]> {
  return connection
    .select()
    .from(channelAccounts)
    .where(page.after === undefined ? undefined : lt(channelAccounts.id, page.after))
    .orderBy(desc(channelAccounts.id))
    .limit(page.limit);
}

/** Their names, by id; those that there are not are left out. */
export async function findAccountNames(
  connection: Connection,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (accountIds.length === 0) return new Map();
  const rows = await connection
    .select({ id: channelAccounts.id, name: channelAccounts.name })
    .from(channelAccounts)
    .where(inArray(channelAccounts.id, [...new Set(accountIds)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
