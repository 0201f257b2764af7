import type { Connection } from "../connection.ts";
import { and, desc, eq, gte, inArray, lt, sql } from "../drizzle.ts";
import { statements } from "../tables/index.ts";
import type { StatementKey } from "./book-totals.ts";

export type StatementRow = typeof statements.$inferSelect;

/** In place of the one before, if there is one. */
export async function upsertStatement(connection: Connection, row: StatementRow): Promise<void> {
  const { sha256, totals, builtAt } = row;
  await connection.insert(statements).values(row).onDuplicateKeyUpdate({ set: { sha256, totals, builtAt } });
}

export async function findStatement(connection: Connection, key: StatementKey): Promise<StatementRow | null> {
  const [row] = await connection.select().from(statements).where(isOf(key));
  return row ?? null;
}

/** One that does not hold any more, unless it was built anew since it was read. */
export async function deleteStatement(connection: Connection, row: StatementRow): Promise<void> {
  await connection.delete(statements).where(and(isOf(row), eq(statements.sha256, row.sha256)));
}

/** Of one mode, newest day first; the page starts behind the day `before`. */
export async function listStatements(
  connection: Connection,
  of: {
    readonly appId: string;
    readonly live: boolean;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<StatementRow[]> {
  return connection
    .select()
    .from(statements)
    .where(
      and(
        eq(statements.appId, of.appId),
        eq(statements.live, of.live),
        of.before === undefined ? undefined : lt(statements.day, of.before),
      ),
    )
    .orderBy(desc(statements.day))
    .limit(of.limit);
}

/** Which statements these apps have from a day on. */
export async function findStatementKeys(
  connection: Connection,
  appIds: readonly string[],
  from: string,
): Promise<StatementKey[]> {
  if (appIds.length === 0) return [];
  return connection
    .select({ appId: statements.appId, live: statements.live, day: statements.day })
    .from(statements)
    .where(
      and(
        inArray(statements.appId, [...appIds]),
        sql`${statements.live} IN (0, 1)`,
        gte(statements.day, from),
      ),
    );
}

function isOf({ appId, live, day }: StatementKey) {
  return and(eq(statements.appId, appId), eq(statements.live, live), eq(statements.day, day));
}
