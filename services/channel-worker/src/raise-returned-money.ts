import type { Recorded } from "@compose-pay/application";
import { type Connection, insertDiscrepancy } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { WorkDeps } from "./work-deps.ts";

/**
 * The customer paid while the order was being closed, and the channel gave the money back. Where the
 * payment counts as succeeded by then, the books say something else than the channel, and a person must know.
 */
export async function raiseReturnedMoney(
  { clock }: WorkDeps,
  transaction: Connection,
  { outcome, traceId }: { readonly outcome: Recorded; readonly traceId: string },
): Promise<void> {
  const { attempt } = outcome.view;
  if (attempt.state !== "succeeded") return;
  const { id: attemptId, paymentId, channelAccountId, amount, currency } = attempt;
  await insertDiscrepancy(transaction, {
    id: newId("dsc"),
    refundId: "",
    type: "money_returned",
    state: "open",
    channelAccountId,
    paymentId,
    attemptId,
    evidence: {
      cause: "close",
      here: { state: attempt.state, amount, currency },
      there: "closed and refunded",
    },
    traceId,
    foundAt: clock.now(),
  });
}
