import type { Connection } from "../connection.ts";
import { eq } from "../drizzle.ts";
import { settings } from "../tables/index.ts";

export type SettingRow = typeof settings.$inferSelect;

export async function findSetting(connection: Connection, name: string): Promise<SettingRow | null> {
  const [row] = await connection.select().from(settings).where(eq(settings.name, name)).limit(1);
  return row ?? null;
}

/** The setting, locked until the transaction ends; null also where it has the value that is in code. */
export async function lockSetting(transaction: Connection, name: string): Promise<SettingRow | null> {
  const [row] = await transaction.select().from(settings).where(eq(settings.name, name)).for("update");
  return row ?? null;
}

/** All that were changed; there are never more than the catalogue has names. */
export async function listSettings(connection: Connection): Promise<SettingRow[]> {
  return connection.select().from(settings);
}

export async function upsertSetting(connection: Connection, row: SettingRow): Promise<void> {
  const { name: _, ...set } = row;
  await connection.insert(settings).values(row).onDuplicateKeyUpdate({ set });
}

export async function deleteSetting(connection: Connection, name: string): Promise<void> {
  await connection.delete(settings).where(eq(settings.name, name));
}
