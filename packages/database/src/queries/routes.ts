import { and, desc, eq, lt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { routes } from "../tables/index.ts";

export type RouteRow = typeof routes.$inferSelect;

/** Writes the route of an app's method to an account, over the one there may be, whose id stays. */
export async function upsertRoute(connection: Connection, row: RouteRow): Promise<RouteRow> {
  const { priority, minAmount, maxAmount, enabled, updatedAt } = row;
  const set = { priority, minAmount, maxAmount, enabled, updatedAt };
  await connection.insert(routes).values(row).onDuplicateKeyUpdate({ set });
  const stored = await findRoute(connection, row);
  if (stored === null) throw new Error(`the route of ${row.appId} for ${row.method} was not stored`);
  return stored;
}

/** A page of an app's routes, newest first. */
export async function listRoutes(
  connection: Connection,
  page: { readonly appId: string; readonly after?: string | undefined; readonly limit: number },
): Promise<RouteRow[]> {
  const { appId, after, limit } = page;
  return connection
    .select()
    .from(routes)
    .where(and(eq(routes.appId, appId), after === undefined ? undefined : lt(routes.id, after)))
    .orderBy(desc(routes.id))
    .limit(limit);
}

export async function findRoute(
  connection: Connection,
  key: Pick<RouteRow, "appId" | "method" | "channelAccountId">,
): Promise<RouteRow | null> {
  const [row] = await connection
    .select()
    .from(routes)
    .where(
      and(
        eq(routes.appId, key.appId),
        eq(routes.method, key.method),
        eq(routes.channelAccountId, key.channelAccountId),
      ),
    )
    .limit(1);
  return row ?? null;
}
