import {
  type Connection,
  feeReturnedBefore,
  findAutomaticRefund,
  insertBookEntries,
  insertEvents,
  insertOutbox,
  insertRefunds,
  insertStateChanges,
  type PaymentView,
  type RefundRow,
  reserveBalance,
  updatePayment,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { refundEntry } from "./book-entry.ts";
import { eventMessages } from "./event-messages.ts";
import { newRefund } from "./new-refund.ts";
import { recordRefundFactIn } from "./record-refund-fact.ts";
import { refundEvent } from "./refund-event.ts";

/** `known`: what was made by itself for this attempt is there already. `refused`: the balance does not allow it. */
export type ReturnedRefund = "recorded" | "known" | "refused";

/**
 * The channel gave the money of a succeeded attempt back by itself, by its authenticated word: that is a refund
 * that has succeeded, out of the payment's balance, and its merchant is told. For the transaction in which the
 * payment is locked.
 */
export async function recordReturnedRefund(
  transaction: Connection,
  { payment, attempt }: PaymentView,
  { at, traceId }: { readonly at: Date; readonly traceId: string },
): Promise<ReturnedRefund> {
  const known = await findAutomaticRefund(transaction, attempt.id);
  if (known !== null) {
    await endKnown(transaction, { refund: known, attempt }, { at, traceId });
    return "known";
  }
  // Money of a second attempt is no part of the balance.
  if (payment.status !== "succeeded" || payment.currentAttemptId !== attempt.id) return "refused";
  const { amount } = attempt;
  const before = await feeReturnedBefore(transaction, payment.id);
  if (!(await reserveBalance(transaction, payment.id, amount))) return "refused";
  const asked = { kind: "returned" } as const;
  const created = newRefund({ payment, attempt, amount, feeReturnedBefore: before, asked, at, traceId });
  const refund: RefundRow = { ...created, state: "succeeded", dueAt: null, succeededAt: at, settledAt: at };
  const eventSequence = payment.eventSequence + 1;
  const after = { ...payment, amountRefunded: payment.amountRefunded + amount, eventSequence };
  const view = { refund, payment: after, attempt };
  const event = refundEvent({ view, speaking: attempt, type: "refund.succeeded", traceId, at });
  await updatePayment(transaction, payment, { eventSequence });
  await insertRefunds(transaction, [refund]);
  await insertBookEntries(transaction, [refundEntry(refund, at)]);
  await insertStateChanges(transaction, [stateChange(refund, at)]);
  await insertEvents(transaction, [event]);
  await insertOutbox(transaction, eventMessages([event]));
  return "recorded";
}

/** A second payment whose refund the channel has done by itself, before it was asked to. */
async function endKnown(
  transaction: Connection,
  { refund, attempt }: { readonly refund: RefundRow; readonly attempt: PaymentView["attempt"] },
  { at, traceId }: { readonly at: Date; readonly traceId: string },
): Promise<void> {
  if (refund.kind !== "duplicate") return;
  const { id: refundId, paymentId, amount, currency } = refund;
  const money = { amount, currency };
  // Money that goes back with a cancelled order has the order's own number.
  const channelRefundNo = attempt.channelTradeNo ?? attempt.id;
  const fact = { type: "succeeded", money, channelRefundNo, succeededAt: at } as const;
  await recordRefundFactIn(transaction, { paymentId, refundId, fact, cause: "close", traceId }, at);
}

function stateChange({ id: subjectId, paymentId, traceId }: RefundRow, at: Date) {
  const step = { subject: "refund", fromState: "created", toState: "succeeded", cause: "close" } as const;
  return { ...step, id: newId("chg"), paymentId, subjectId, traceId, at };
}
