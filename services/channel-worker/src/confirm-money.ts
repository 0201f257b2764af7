import {
  type Connection,
  insertChannelCalls,
  inTransaction,
  lockPayment,
  type PaymentView,
  updateAttempt,
} from "@compose-pay/database";
import { askForState } from "./ask-channel.ts";
import { journalRows } from "./journal-rows.ts";
import { lookAgainAfter } from "./look-again.ts";
import { raiseReturnedMoney } from "./raise-returned-money.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * A success beside an end of its order: the customer paid while it was being cancelled, and the cancel whose
 * answer was lost may have given the money back. The channel is asked once more what is true.
 */
export async function confirmMoney(deps: WorkDeps, view: PaymentView, traceId: string): Promise<void> {
  const { attempt } = view;
  const answer = await askForState(deps, view);
  if (answer === null) return;
  if (answer.kind !== "ok") return lookAgainAfter(deps, attempt, { answer, traceId });
  const isReturned = answer.value.state === "closed" && answer.value.moneyReturned;
  await inTransaction(deps.database, async (transaction) => {
    if (isReturned) await recordReturn(deps, transaction, { view, traceId });
    await updateAttempt(transaction, attempt, { dueAt: null });
    await insertChannelCalls(transaction, journalRows(answer, attempt, traceId));
  });
}

/** A merchant's own refund of everything reads the same at a channel, and is known already. */
async function recordReturn(
  deps: WorkDeps,
  transaction: Connection,
  { view, traceId }: { readonly view: PaymentView; readonly traceId: string },
): Promise<void> {
  const locked = await lockPayment(transaction, view.payment.id);
  const attempt = locked?.attempts.find(({ id }) => id === view.attempt.id);
  if (locked === null || attempt === undefined || locked.payment.amountRefunded > 0) return;
  await raiseReturnedMoney(deps, transaction, { view: { payment: locked.payment, attempt }, traceId });
}
