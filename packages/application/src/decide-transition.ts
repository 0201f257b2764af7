import type {
  AttemptChange,
  AttemptRow,
  BookEntryRow,
  EventRow,
  PaymentRow,
  PaymentView,
  PaymentWithAttempts,
} from "@compose-pay/database";
import {
  type AttemptFact,
  type AttemptState,
  endOfTimeToPay,
  isOpen,
  paymentEventOf,
  type PaymentStatus,
  paymentStatusOf,
} from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { payerAfterUse } from "./attempt-payer.ts";
import { dailyChange, openOthersToClose } from "./attempt-consequences.ts";
import { checkAfterCancelMs, dueAfter, later } from "./due-after.ts";
import { paymentEntry } from "./book-entry.ts";
import { automaticRefund } from "./automatic-refund.ts";
import { factEvent } from "./fact-event.ts";
import type { FactWrites } from "./fact-writes.ts";
import type { RecordedFact } from "./record-facts.ts";

export interface Transition {
  readonly found: PaymentWithAttempts;
  readonly attempt: AttemptRow;
  readonly recorded: RecordedFact;
  readonly next: AttemptState;
  readonly at: Date;
}

/** What one real transition writes: the rows, their causes and the merchant's event. */
export function decideTransition(step: Transition): {
  readonly view: PaymentView;
  readonly writes: FactWrites;
} {
  const before = step.found.payment;
  const isSecondSuccess = before.status === "succeeded" && step.next === "succeeded";
  const attempt: AttemptRow = { ...step.attempt, ...attemptChange(step) };
  const attempts = step.found.attempts.map((one) => (one.id === attempt.id ? attempt : one));
  const change = paymentChange(step, attempts);
  const payment: PaymentRow = { ...before, ...change };
  const speaking = attempts.find(({ id }) => id === payment.currentAttemptId) ?? attempt;
  const events = eventsOf(step, { payment, attempt: speaking });
  const { traceId } = step.recorded;
  const refund = isSecondSuccess ? automaticRefund({ payment: before, attempt, traceId, at: step.at }) : null;
  return {
    view: { payment, attempt },
    writes: {
      attempt: { expected: step.attempt, change: attemptChange(step) },
      otherAttempts: openOthersToClose(step),
      ...(payment.status === before.status ? {} : { payment: { expected: before, change } }),
      ...dailyChange(step),
      entries: entriesOf(step, attempt),
      stateChanges: stateChanges(step, payment),
      events,
      newRefunds: refund === null ? [] : [refund.row],
      messages: refund === null ? [] : [refund.message],
    },
  };
}

function paymentChange(step: Transition, attempts: readonly AttemptRow[]): Partial<PaymentRow> {
  const before = step.found.payment;
  const status = paymentStatusOf(attempts.map(({ state }) => state));
  if (status === before.status) return {};
  const isTold = paymentEventOf(before.status, status) !== null;
  const eventSequence = before.eventSequence + (isTold ? 1 : 0);
  return { status, eventSequence, ...paymentMoments(step, status) };
}

/** Each success is booked once, a second one of the payment too. */
function entriesOf({ found, recorded, at }: Transition, attempt: AttemptRow): readonly BookEntryRow[] {
  if (recorded.fact.type !== "paid") return [];
  return [paymentEntry({ payment: found.payment, attempt, occurredAt: recorded.fact.paidAt, at })];
}

/** @param after the payment as it is now, with the attempt that speaks for it */
function eventsOf({ found, recorded, at }: Transition, after: PaymentView): readonly EventRow[] {
  const type = paymentEventOf(found.payment.status, after.payment.status);
  return type === null ? [] : [factEvent({ view: after, type, traceId: recorded.traceId, at })];
}

function attemptChange(step: Transition): AttemptChange {
  const { attempt, recorded, next, at } = step;
  const { fact, nextAction } = recorded;
  const isTerminal = next === "succeeded" || next === "closed" || next === "failed";
  return {
    state: next,
    dueAt: nextDue(step),
    ...(nextAction === undefined ? {} : { nextAction }),
    ...(isUsedUp(fact) ? { payer: payerAfterUse(attempt.payer) } : {}),
    ...(fact.type === "paid" ? { channelTradeNo: fact.channelTradeNo } : {}),
    ...(fact.type === "declined" ? { failure: fact.failure } : {}),
    ...(isTerminal ? { settledAt: at } : {}),
  };
}

/** From now on nobody needs a payment code: it goes out, or never will. */
function isUsedUp({ type }: AttemptFact): boolean {
  return type === "submitting" || type === "closed_unsent";
}

/**
 * What never went out is not asked about. Money that came beside an end of its order, of which the channel was
 * told or may have been, is asked about once more: a cancel that met it gave it back.
 */
function nextDue({ attempt, recorded, next, at }: Transition): Date | null {
  if (recorded.fact.type === "closed_unsent") return null;
  const metAnEnd = !isOpen(attempt.state) || attempt.closeRequested || endOfTimeToPay(attempt) <= at;
  return next === "succeeded" && metAnEnd ? later(at, checkAfterCancelMs) : dueAfter(next, at);
}

/** A payment that is paid after all was never closed: its history keeps that it was. */
function paymentMoments({ attempt, recorded, at }: Transition, status: PaymentStatus): Partial<PaymentRow> {
  if (recorded.fact.type === "paid") {
    const { id: currentAttemptId, method, fee } = attempt;
    return { paidAt: recorded.fact.paidAt, closedAt: null, currentAttemptId, method, fee };
  }
  return status === "closed" ? { closedAt: at } : {};
}

function stateChanges({ attempt, recorded, next, found, at }: Transition, payment: PaymentRow) {
  const common = { paymentId: payment.id, cause: recorded.cause, traceId: recorded.traceId, at };
  const ofAttempt = {
    ...common,
    id: newId("chg"),
    subject: "attempt" as const,
    subjectId: attempt.id,
    fromState: attempt.state,
    toState: next,
  };
  if (payment.status === found.payment.status) return [ofAttempt];
  const ofPayment = {
    ...common,
    id: newId("chg"),
    subject: "payment" as const,
    subjectId: payment.id,
    fromState: found.payment.status,
    toState: payment.status,
  };
  return [ofAttempt, ofPayment];
}
