import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { AttemptState } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { attempts, payments } from "../tables/index.ts";
import type { AttemptRow, PaymentView } from "./payments.ts";

/** The attempt with its payment, whichever attempt speaks for the payment now. */
export async function findAttempt(connection: Connection, attemptId: string): Promise<PaymentView | null> {
  const [row] = await connection
    .select({ payment: payments, attempt: attempts })
    .from(attempts)
    .innerJoin(payments, eq(payments.id, attempts.paymentId))
    .where(eq(attempts.id, attemptId))
    .limit(1);
  return row ?? null;
}

/** Writes only while the attempt still has the state it was read with; true when it did. */
export async function updateAttempt(
  connection: Connection,
  expected: { readonly id: string; readonly state: AttemptState },
  change: Partial<AttemptRow>,
): Promise<boolean> {
  const [result] = await connection
    .update(attempts)
    .set(change)
    .where(and(eq(attempts.id, expected.id), eq(attempts.state, expected.state)));
  return result.affectedRows === 1;
}

/** What a sweep needs to know in order to say what is due. */
export type DueAttempt = Pick<
  AttemptRow,
  "id" | "channel" | "channelAccountId" | "state" | "expiresAt" | "closeRequested" | "traceId"
>;

/**
 * Takes attempts that are due and moves their due time behind the lease, so that another sweep passes
 * them over and a message that gets lost is made again. For one transaction.
 */
export async function claimDueAttempts(
  transaction: Connection,
  claim: { readonly now: Date; readonly leaseUntil: Date; readonly limit: number },
): Promise<DueAttempt[]> {
  const due = await transaction
    .select({
      id: attempts.id,
      channel: attempts.channel,
      channelAccountId: attempts.channelAccountId,
      state: attempts.state,
      expiresAt: attempts.expiresAt,
      closeRequested: attempts.closeRequested,
      traceId: attempts.traceId,
    })
    .from(attempts)
    .where(lte(attempts.dueAt, claim.now))
    .orderBy(asc(attempts.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length > 0) {
    const ids = due.map((attempt) => attempt.id);
    await transaction.update(attempts).set({ dueAt: claim.leaseUntil }).where(inArray(attempts.id, ids));
  }
  return due;
}

/** How many attempts are overdue and since when, for metrics and the doctor. */
export async function oldestDueAttempt(connection: Connection): Promise<Date | null> {
  const [row] = await connection
    .select({ oldest: sql<Date | null>`MIN(${attempts.dueAt})`.mapWith(attempts.dueAt) })
    .from(attempts);
  return row?.oldest ?? null;
}
