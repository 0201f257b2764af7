import { asc, eq, inArray, lte, sql } from "../drizzle.ts";
import type { AttemptState } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
import { attempts, payments } from "../tables/index.ts";
import { type DueClaim, leaseEnd } from "./due-rows.ts";
import type { AttemptRow, PaymentView } from "./payments.ts";

const selectById = prepareSelect((builder) =>
  builder
    .select({ payment: payments, attempt: attempts })
    .from(attempts)
    .innerJoin(payments, eq(payments.id, attempts.paymentId))
    .where(eq(attempts.id, sql.placeholder("attemptId"))),
);

/** The attempt with its payment, whichever attempt speaks for the payment now. */
export async function findAttempt(connection: Connection, attemptId: string): Promise<PaymentView | null> {
  const [row] = await selectById(connection, { attemptId });
  return row ?? null;
}

const update = updateRow(attempts);

/** Writes only while the attempt still has the state it was read with; true when it did. */
export async function updateAttempt(
  connection: Connection,
  expected: { readonly id: string; readonly state: AttemptState },
  change: Partial<AttemptRow>,
): Promise<boolean> {
  return update(connection, { id: expected.id, state: expected.state }, change);
}

/** What a sweep needs to know in order to say what is due. */
export type DueAttempt = Pick<
  AttemptRow,
  "id" | "channel" | "channelAccountId" | "state" | "expiresAt" | "closeRequested" | "queriesMade" | "traceId"
>;

/** Takes attempts that are due, whatever must be done with them. */
export async function claimDueAttempts(transaction: Connection, claim: DueClaim): Promise<DueAttempt[]> {
  const due = await transaction
    .select({
      id: attempts.id,
      channel: attempts.channel,
      channelAccountId: attempts.channelAccountId,
      state: attempts.state,
      expiresAt: attempts.expiresAt,
      closeRequested: attempts.closeRequested,
      queriesMade: attempts.queriesMade,
      traceId: attempts.traceId,
    })
    .from(attempts, { forceIndex: "attempts_due" })
    .where(lte(attempts.dueAt, claim.now))
    .orderBy(asc(attempts.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length === 0) return due;
  const ids = due.map(({ id }) => id);
  await transaction
    .update(attempts)
    .set({ dueAt: leaseEnd(claim) })
    .where(inArray(attempts.id, ids));
  return due;
}
