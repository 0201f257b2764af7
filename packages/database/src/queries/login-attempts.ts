import type { Connection } from "../connection.ts";
import { and, desc, eq, gt, lt, notInArray, sql } from "../drizzle.ts";
import { loginAttempts } from "../tables/index.ts";

export type LoginAttemptRow = typeof loginAttempts.$inferSelect;

export async function insertLoginAttempt(connection: Connection, row: LoginAttemptRow): Promise<void> {
  await connection.insert(loginAttempts).values(row);
}

/** Attempts from a network that were wrong, since a moment. */
export async function countFailedAttempts(
  connection: Connection,
  { network, since }: { readonly network: string; readonly since: Date },
): Promise<number> {
  const [row] = await connection
    .select({ attempts: sql<number>`COUNT(*)`.mapWith(Number) })
    .from(loginAttempts)
    .where(
      and(
        eq(loginAttempts.network, network),
        gt(loginAttempts.at, since),
        notInArray(loginAttempts.outcome, ["signed_in", "code_missing"]),
      ),
    );
  return row?.attempts ?? 0;
}

/** Newest first, by id; the page starts behind `after`. */
export async function listLoginAttempts(
  connection: Connection,
  page: {
    readonly operatorId?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<LoginAttemptRow[]> {
  const { operatorId, after, limit } = page;
  return connection
    .select()
    .from(loginAttempts)
    .where(
      and(
        operatorId === undefined ? undefined : eq(loginAttempts.operatorId, operatorId),
        after === undefined ? undefined : lt(loginAttempts.id, after),
      ),
    )
    .orderBy(desc(loginAttempts.id))
    .limit(limit);
}
