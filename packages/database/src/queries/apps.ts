import { eq } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { apps } from "../tables/index.ts";

export type AppRow = typeof apps.$inferSelect;

export type NewApp = typeof apps.$inferInsert;

export async function insertApp(connection: Connection, row: NewApp): Promise<void> {
  await connection.insert(apps).values(row);
}

export async function findApp(connection: Connection, appId: string): Promise<AppRow | null> {
  const [row] = await connection.select().from(apps).where(eq(apps.id, appId)).limit(1);
  return row ?? null;
}

/** @param webhookSecret a sealed envelope, bound to the app's id */
export async function updateAppWebhookSecret(
  connection: Connection,
  appId: string,
  webhookSecret: string,
): Promise<void> {
  await connection.update(apps).set({ webhookSecret }).where(eq(apps.id, appId));
}
