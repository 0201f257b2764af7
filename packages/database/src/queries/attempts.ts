import { and, asc, eq, inArray, lte, sql } from "../drizzle.ts";
import { type AttemptState, isOpen } from "@compose-pay/domain";
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

/** An attempt and the channel's own number of it, which one attempt of an account has. */
export interface TradeNoHolder {
  readonly id: string;
  readonly channelAccountId: string;
  readonly channelTradeNo: string | null;
}

const selectTradeNos = prepareSelect((builder) =>
  builder
    .select({
      id: attempts.id,
      channelAccountId: attempts.channelAccountId,
      channelTradeNo: attempts.channelTradeNo,
    })
    .from(attempts, { forceIndex: "attempts_channel_trade_no" })
    .where(
      and(
        sql`${attempts.channelAccountId} IN (${sql.placeholder("accountIds")})`,
        sql`${attempts.channelTradeNo} IN (${sql.placeholder("tradeNos")})`,
      ),
    ),
);

/** The attempts of these accounts that have one of these numbers of their channel. */
export async function findTradeNoHolders(
  connection: Connection,
  { accountIds, tradeNos }: { readonly accountIds: readonly string[]; readonly tradeNos: readonly string[] },
): Promise<readonly TradeNoHolder[]> {
  return selectTradeNos(connection, { accountIds, tradeNos });
}

const update = updateRow(attempts);

/** What an attempt is for and where it goes never changes. */
export type AttemptChange = Partial<
  Omit<
    AttemptRow,
    "id" | "paymentId" | "method" | "channel" | "channelAccountId" | "amount" | "currency" | "createdAt"
  >
>;

/** Writes only while the attempt still has the state it was read with; true when it did. */
export async function updateAttempt(
  connection: Connection,
  expected: { readonly id: string; readonly state: AttemptState },
  change: AttemptChange,
): Promise<boolean> {
  return update(connection, { id: expected.id, state: expected.state }, change);
}

/** The payment's attempts that can still be paid, oldest first. */
export async function listOpenAttempts(connection: Connection, paymentId: string): Promise<AttemptRow[]> {
  const found = await connection
    .select()
    .from(attempts)
    .where(eq(attempts.paymentId, paymentId))
    .orderBy(asc(attempts.id));
  return found.filter(({ state }) => isOpen(state));
}

/** What a sweep needs to know in order to say what is due. */
export type DueAttempt = Pick<
  AttemptRow,
  | "id"
  | "method"
  | "channel"
  | "channelAccountId"
  | "state"
  | "createdAt"
  | "expiresAt"
  | "closeRequested"
  | "queriesMade"
  | "traceId"
>;

/** Null for an attempt whose turn it is. */
export type ClaimedAttempt = DueAttempt & { readonly putOffUntil: Date | null };

/**
 * Takes attempts that are due, whatever must be done with them.
 *
 * @param putOff says of attempts whose turn it is not yet until when they wait; asked again when the
 *   transaction is run again
 */
export async function claimDueAttempts(
  transaction: Connection,
  claim: DueClaim,
  putOff: (due: readonly DueAttempt[]) => ReadonlyMap<DueAttempt, Date> = () => new Map(),
): Promise<ClaimedAttempt[]> {
  const due = await dueAttempts(transaction, claim);
  const waits = putOff(due);
  const claimed = due.map((one) => ({ ...one, putOffUntil: waits.get(one) ?? null }));
  const byTime = Map.groupBy(claimed, ({ putOffUntil }) => (putOffUntil ?? leaseEnd(claim)).getTime());
  for (const [time, some] of byTime) {
    const ids = some.map(({ id }) => id);
    await transaction
      .update(attempts)
      .set({ dueAt: new Date(time) })
      .where(inArray(attempts.id, ids));
  }
  return claimed;
}

async function dueAttempts(transaction: Connection, claim: DueClaim): Promise<DueAttempt[]> {
  return transaction
    .select({
      id: attempts.id,
      channel: attempts.channel,
      channelAccountId: attempts.channelAccountId,
      method: attempts.method,
      state: attempts.state,
      createdAt: attempts.createdAt,
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
}
