import type {
  EventRow,
  PaymentRow,
  PaymentWithAttempts,
  RefundRow,
  RefundView,
  StateChangeRow,
} from "@compose-pay/database";
import { refundEventOf, type RefundEventType, type RefundState } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { refundEntry } from "./book-entry.ts";
import type { FactWrites } from "./fact-writes.ts";
import type { RecordedRefundFact } from "./record-refund-fact.ts";
import { refundDiscrepancies } from "./refund-discrepancy.ts";
import { refundDueAfter } from "./refund-due-after.ts";
import { refundEvent } from "./refund-event.ts";

interface RefundTransition {
  readonly found: PaymentWithAttempts;
  readonly view: RefundView;
  readonly recorded: RecordedRefundFact;
  readonly next: RefundState;
  readonly at: Date;
}

/** What one real transition writes: the refund, its payment's balance, the cause and the merchant's event. */
export function decideRefundTransition(step: RefundTransition): {
  readonly view: RefundView;
  readonly writes: FactWrites;
} {
  const { view, recorded, next, at } = step;
  const { refund, payment } = view;
  const change = refundChange(step);
  const type = refundEventOf(refund.kind, next);
  const paymentChange = balanceChange(step, type);
  const after: RefundView = {
    ...view,
    refund: { ...refund, ...change },
    payment: { ...payment, ...paymentChange },
  };
  const events = type === null ? [] : [eventOf(step, after, type)];
  return {
    view: after,
    writes: {
      refund: { expected: refund, change },
      ...(Object.keys(paymentChange).length === 0
        ? {}
        : { payment: { expected: payment, change: paymentChange } }),
      entries: next === "succeeded" ? [refundEntry(after.refund, at)] : [],
      stateChanges: [stateChange(step)],
      events,
      discrepancies: refundDiscrepancies({ refund, recorded, at }, next),
    },
  };
}

function refundChange({ view, recorded: { fact }, next, at }: RefundTransition): Partial<RefundRow> {
  const isTerminal = next === "succeeded" || next === "failed";
  const known = "channelRefundNo" in fact ? fact.channelRefundNo : null;
  return {
    state: next,
    dueAt: refundDueAfter(next, at, fact),
    // The ladder of an abnormal refund that goes on begins anew.
    ...(fact.type === "resumed" ? { triesMade: 0 } : {}),
    channelRefundNo: known ?? view.refund.channelRefundNo,
    ...("failure" in fact ? { failure: fact.failure } : {}),
    ...(fact.type === "succeeded" ? { succeededAt: fact.succeededAt } : {}),
    ...(isTerminal ? { settledAt: at } : {}),
  };
}

/** A refund that failed gives its part back; a second payment's money was never a part of the balance. */
function balanceChange(
  { view: { refund, payment }, next }: RefundTransition,
  type: RefundEventType | null,
): Partial<PaymentRow> {
  const givesBack = next === "failed" && refund.kind !== "duplicate";
  return {
    ...(givesBack ? { amountRefunded: payment.amountRefunded - refund.amount } : {}),
    ...(type === null ? {} : { eventSequence: payment.eventSequence + 1 }),
  };
}

function eventOf(
  { found, recorded, at }: RefundTransition,
  after: RefundView,
  type: RefundEventType,
): EventRow {
  const speaking = found.attempts.find(({ id }) => id === after.payment.currentAttemptId) ?? after.attempt;
  return refundEvent({ view: after, speaking, type, traceId: recorded.traceId, at });
}

function stateChange({ view: { refund }, recorded, next, at }: RefundTransition): StateChangeRow {
  return {
    id: newId("chg"),
    paymentId: refund.paymentId,
    subject: "refund",
    subjectId: refund.id,
    fromState: refund.state,
    toState: next,
    cause: recorded.cause,
    traceId: recorded.traceId,
    at,
  };
}
