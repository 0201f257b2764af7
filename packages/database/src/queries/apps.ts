import { and, asc, desc, eq, gt, lt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { namedSo, type NameSearch } from "../statements/named-so.ts";
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

/** The app, locked until the transaction ends. */
export async function lockApp(transaction: Connection, appId: string): Promise<AppRow | null> {
  const [row] = await transaction.select().from(apps).where(eq(apps.id, appId)).for("update");
  return row ?? null;
}

/** What may change of an app beside its secret. */
export type AppChange = Partial<Pick<AppRow, "name" | "rateLimitPerSecond" | "rateLimitBurst">>;

export async function updateApp(connection: Connection, appId: string, change: AppChange): Promise<void> {
  await connection.update(apps).set(change).where(eq(apps.id, appId));
}

/** Oldest first, by id; the page starts behind `after`. */
export async function listAppAges(
  connection: Connection,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Pick<AppRow, "id" | "createdAt">[]> {
  return connection
    .select({ id: apps.id, createdAt: apps.createdAt })
    .from(apps)
    .where(gt(apps.id, after))
    .orderBy(asc(apps.id))
    .limit(limit);
}

/** Newest first, by id; the page starts behind `after`. */
export async function listAppNames(
  connection: Connection,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Pick<AppRow, "id" | "name" | "merchantId">[]> {
  return connection
    .select({ id: apps.id, name: apps.name, merchantId: apps.merchantId })
    .from(apps)
    .where(after === undefined ? undefined : lt(apps.id, after))
    .orderBy(desc(apps.id))
    .limit(limit);
}

/** @param webhookSecret a sealed envelope, bound to the app's id */
export async function updateAppWebhookSecret(
  connection: Connection,
  appId: string,
  webhookSecret: string,
): Promise<void> {
  await connection.update(apps).set({ webhookSecret }).where(eq(apps.id, appId));
}

export interface AppPage {
  readonly merchantId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first, by id, of one merchant or of all; the page starts behind `after`. */
export async function listApps(
  connection: Connection,
  { merchantId, after, limit }: AppPage,
): Promise<AppRow[]> {
  return connection
    .select()
    .from(apps, { forceIndex: merchantId === undefined ? "PRIMARY" : "apps_merchant" })
    .where(
      and(
        merchantId === undefined ? undefined : eq(apps.merchantId, merchantId),
        after === undefined ? undefined : lt(apps.id, after),
      ),
    )
    .orderBy(desc(apps.id))
    .limit(limit);
}

/** Those whose name begins so, of one merchant or of all, by name. */
export async function searchApps(
  connection: Connection,
  { merchantId, ...search }: NameSearch & Pick<AppPage, "merchantId">,
): Promise<AppRow[]> {
  const isOfOne = merchantId !== undefined;
  return connection
    .select()
    .from(apps, { forceIndex: isOfOne ? "apps_merchant_name" : "apps_name" })
    .where(and(isOfOne ? eq(apps.merchantId, merchantId) : undefined, namedSo(apps, search)))
    .orderBy(asc(apps.name), asc(apps.id))
    .limit(search.limit);
}
