import { type Database, findRefund, type RefundRow, updateRefund } from "@compose-pay/database";
import { isRefundOpen } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";

/** `asked`: the next sweep has the channel asked, or the refund made where it was not yet. */
export type RefundRetry =
  | { readonly kind: "asked"; readonly refund: RefundRow }
  | { readonly kind: "ended"; readonly refund: RefundRow }
  | { readonly kind: "refund_unknown" };

/** It is moved on a few times in its life, and not at each look. */
const mostTries = 5;

/** Makes a refund due now instead of when its ladder says. */
export async function retryRefund(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  refundId: string,
): Promise<RefundRetry> {
  for (let tries = 1; ; tries += 1) {
    const view = await findRefund(database.connection, refundId);
    if (view === null) return { kind: "refund_unknown" };
    const { refund } = view;
    if (!isRefundOpen(refund.state)) return { kind: "ended", refund };
    const dueAt = clock.now();
    if (await updateRefund(database.connection, refund, { dueAt }))
      return { kind: "asked", refund: { ...refund, dueAt } };
    // A worker that has moved it on meanwhile has not ended it.
    if (tries >= mostTries) throw new Error(`the refund ${refundId} moves on faster than it can be made due`);
  }
}
