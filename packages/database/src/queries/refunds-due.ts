import { asc, inArray, lte } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { refunds } from "../tables/index.ts";
import { type DueClaim, leaseEnd } from "./due-rows.ts";
import type { RefundRow } from "./refunds.ts";

/** What a sweep needs to know in order to say what is due. */
export type DueRefund = Pick<
  RefundRow,
  "id" | "method" | "channel" | "channelAccountId" | "state" | "triesMade" | "traceId"
>;

/** Null for a refund whose turn it is. */
export type ClaimedRefund = DueRefund & { readonly putOffUntil: Date | null };

/**
 * Takes refunds that are due: to be made, or to be asked about.
 *
 * @param putOff says of refunds whose turn it is not yet until when they wait; asked again when the transaction
 *   is run again
 */
export async function claimDueRefunds(
  transaction: Connection,
  claim: DueClaim,
  putOff: (due: readonly DueRefund[]) => ReadonlyMap<DueRefund, Date> = () => new Map(),
): Promise<ClaimedRefund[]> {
  const due = await dueRefunds(transaction, claim);
  const waits = putOff(due);
  const claimed = due.map((one) => ({ ...one, putOffUntil: waits.get(one) ?? null }));
  const byTime = Map.groupBy(claimed, ({ putOffUntil }) => (putOffUntil ?? leaseEnd(claim)).getTime());
  for (const [time, some] of byTime) {
    const ids = some.map(({ id }) => id);
    await transaction
      .update(refunds)
      .set({ dueAt: new Date(time) })
      .where(inArray(refunds.id, ids));
  }
  return claimed;
}

async function dueRefunds(transaction: Connection, claim: DueClaim): Promise<DueRefund[]> {
  const { id, method, channel, channelAccountId, state, triesMade, traceId } = refunds;
  return transaction
    .select({ id, method, channel, channelAccountId, state, triesMade, traceId })
    .from(refunds, { forceIndex: "refunds_due" })
    .where(lte(refunds.dueAt, claim.now))
    .orderBy(asc(refunds.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
}
