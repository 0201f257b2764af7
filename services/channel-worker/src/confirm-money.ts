import type { OrderState } from "@compose-pay/channels";
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
import { raiseMissingMoney, raiseReturnedMoney } from "./raise-returned-money.ts";
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
  const { value } = answer;
  await inTransaction(deps.database, async (transaction) => {
    if (value.state !== "paid") await recordReturn(deps, transaction, { view, value, traceId });
    await updateAttempt(transaction, attempt, { dueAt: null });
    await insertChannelCalls(transaction, journalRows(answer, attempt, traceId));
  });
}

/**
 * The channel does not say any more that it holds the money. A merchant's own refund of everything reads the same
 * and is known already; a return that the channel does not state in full is for a person.
 */
async function recordReturn(
  deps: WorkDeps,
  transaction: Connection,
  said: { readonly view: PaymentView; readonly value: OrderState; readonly traceId: string },
): Promise<void> {
  const { value, traceId } = said;
  const locked = await lockPayment(transaction, said.view.payment.id);
  const attempt = locked?.attempts.find(({ id }) => id === said.view.attempt.id);
  if (locked === null || attempt === undefined) return;
  const { payment } = locked;
  if (payment.currentAttemptId === attempt.id && payment.amountRefunded === payment.amount) return;
  const returned = { view: { payment, attempt }, traceId };
  const isStated = value.state === "closed" && value.moneyReturned;
  await (isStated ? raiseReturnedMoney : raiseMissingMoney)(deps, transaction, returned);
}
