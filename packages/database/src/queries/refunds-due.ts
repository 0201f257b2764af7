import { asc, inArray, lte } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { refunds } from "../tables/index.ts";
import { type DueClaim, leaseEnd } from "./due-rows.ts";
import type { RefundRow } from "./refunds.ts";

/** What a sweep needs to know in order to say what is due. */
export type DueRefund = Pick<RefundRow, "id" | "channel" | "state" | "triesMade" | "traceId">;

/** Takes refunds that are due: to be made, or to be asked about. */
export async function claimDueRefunds(transaction: Connection, claim: DueClaim): Promise<DueRefund[]> {
  const { id, channel, state, triesMade, traceId } = refunds;
  const due = await transaction
    .select({ id, channel, state, triesMade, traceId })
    .from(refunds, { forceIndex: "refunds_due" })
    .where(lte(refunds.dueAt, claim.now))
    .orderBy(asc(refunds.dueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (due.length === 0) return due;
  const ids = due.map((row) => row.id);
  await transaction
    .update(refunds)
    .set({ dueAt: leaseEnd(claim) })
    .where(inArray(refunds.id, ids));
  return due;
}
