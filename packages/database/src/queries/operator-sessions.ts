import type { Connection } from "../connection.ts";
import { and, desc, eq, gt, lt, lte, ne, sql } from "../drizzle.ts";
import { operators, sessions } from "../tables/index.ts";
import type { OperatorRow } from "./operators.ts";

export type SessionRow = typeof sessions.$inferSelect;

export interface SessionOfOperator {
  readonly session: SessionRow;
  readonly operator: OperatorRow;
}

export async function insertSession(connection: Connection, row: SessionRow): Promise<void> {
  await connection.insert(sessions).values(row);
}

/** @param tokenSha256 in lower-case hex */
export async function findSession(
  connection: Connection,
  tokenSha256: string,
): Promise<SessionOfOperator | null> {
  const [row] = await connection
    .select({ session: sessions, operator: operators })
    .from(sessions)
    .innerJoin(operators, eq(operators.id, sessions.operatorId))
    .where(eq(sessions.tokenSha256, tokenSha256))
    .limit(1);
  return row ?? null;
}

export interface SessionPage {
  readonly operatorId: string;
  /** What has ended by itself is left out: over at `now`, or not used since `seenAfter`. */
  readonly now: Date;
  readonly seenAfter: Date;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first, by id; the page starts behind `after`. */
export async function listSessions(connection: Connection, page: SessionPage): Promise<SessionRow[]> {
  const { operatorId, now, seenAfter, after, limit } = page;
  return connection
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.operatorId, operatorId),
        gt(sessions.expiresAt, now),
        gt(sessions.seenAt, seenAfter),
        after === undefined ? undefined : lt(sessions.id, after),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(limit);
}

export async function updateSession(
  connection: Connection,
  id: string,
  change: Partial<Omit<SessionRow, "id" | "operatorId">>,
): Promise<void> {
  await connection.update(sessions).set(change).where(eq(sessions.id, id));
}

/** @returns whether there was one */
export async function deleteSession(
  connection: Connection,
  { id, operatorId }: { readonly id: string; readonly operatorId: string },
): Promise<boolean> {
  const [result] = await connection
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.operatorId, operatorId)));
  return result.affectedRows === 1;
}

/** Ends all sessions of an operator but one. */
export async function deleteOtherSessions(
  connection: Connection,
  { id, operatorId }: { readonly id: string; readonly operatorId: string },
): Promise<void> {
  await connection.delete(sessions).where(and(eq(sessions.operatorId, operatorId), ne(sessions.id, id)));
}

/** Counts a try within the session before it is looked at; the count includes it. Null when the session is over. */
export async function countSessionTry(transaction: Connection, id: string): Promise<number | null> {
  const [row] = await transaction
    .select({ failedTries: sessions.failedTries })
    .from(sessions)
    .where(eq(sessions.id, id))
    .for("update");
  if (row === undefined) return null;
  const failedTries = row.failedTries + 1;
  await transaction.update(sessions).set({ failedTries }).where(eq(sessions.id, id));
  return failedTries;
}

/** Takes one counted try back: it was right, or was never looked at. */
export async function takeBackSessionTry(connection: Connection, id: string): Promise<void> {
  await connection
    .update(sessions)
    .set({ failedTries: sql`GREATEST(${sessions.failedTries} - 1, 0)` })
    .where(eq(sessions.id, id));
}

/** @returns how many there were */
export async function deleteSessionsOf(connection: Connection, operatorId: string): Promise<number> {
  const [result] = await connection.delete(sessions).where(eq(sessions.operatorId, operatorId));
  return result.affectedRows;
}

/** Deletes what is over, at most so many. */
export async function deleteExpiredSessions(
  connection: Connection,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<void> {
  await connection.delete(sessions).where(lte(sessions.expiresAt, now)).limit(limit);
}
