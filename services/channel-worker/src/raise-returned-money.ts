import { recordReturnedRefund } from "@compose-pay/application";
import { type Connection, insertDiscrepancy, type PaymentView } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { WorkDeps } from "./work-deps.ts";

/**
 * The customer paid while the order was being closed, and the channel gave the money back. Where the payment
 * counts as succeeded by then, that is a refund. What the balance does not allow, a person must look at. The
 * merchant's event goes out by the relay.
 */
export async function raiseReturnedMoney(
  { clock }: WorkDeps,
  transaction: Connection,
  { view, traceId }: { readonly view: PaymentView; readonly traceId: string },
): Promise<void> {
  const { attempt } = view;
  if (attempt.state !== "succeeded") return;
  const at = clock.now();
  const returned = await recordReturnedRefund(transaction, view, { at, traceId });
  if (returned === "refused") await raiseMissingMoney({ clock }, transaction, { view, traceId });
}

/** A payment has succeeded here whose money its channel does not hold any more. */
export async function raiseMissingMoney(
  { clock }: Pick<WorkDeps, "clock">,
  transaction: Connection,
  { view, traceId }: { readonly view: PaymentView; readonly traceId: string },
): Promise<void> {
  const { id: attemptId, paymentId, channelAccountId, amount, currency, state } = view.attempt;
  await insertDiscrepancy(transaction, {
    id: newId("dsc"),
    refundId: "",
    type: "money_returned",
    state: "open",
    channelAccountId,
    paymentId,
    attemptId,
    evidence: { cause: "close", here: { state, amount, currency }, there: "not paid any more" },
    traceId,
    foundAt: clock.now(),
  });
}
