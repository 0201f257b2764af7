import { type Database, findRefund, type RefundRow, updateRefund } from "@compose-pay/database";
import { isRefundOpen } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";

/** `asked`: the next sweep has the channel asked, or the refund made where it was not yet. */
export type RefundRetry =
  | { readonly kind: "asked"; readonly refund: RefundRow }
  | { readonly kind: "ended"; readonly refund: RefundRow }
  | { readonly kind: "refund_unknown" };

/** Makes a refund due now instead of when its ladder says. */
export async function retryRefund(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  refundId: string,
): Promise<RefundRetry> {
  for (;;) {
    const view = await findRefund(database.connection, refundId);
    if (view === null) return { kind: "refund_unknown" };
    const { refund } = view;
    if (!isRefundOpen(refund.state)) return { kind: "ended", refund };
    const dueAt = clock.now();
    // A worker that moves it on meanwhile has not ended it: its states go forward, so that this ends.
    if (await updateRefund(database.connection, refund, { dueAt }))
      return { kind: "asked", refund: { ...refund, dueAt } };
  }
}
