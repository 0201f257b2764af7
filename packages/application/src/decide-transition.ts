import { fanOutEvent } from "@compose-pay/contracts";
import type { AttemptRow, PaymentRow, PaymentView, PaymentWithAttempts } from "@compose-pay/database";
import { type AttemptState, paymentEventOf, paymentStatusOf } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { dueAfter } from "./due-after.ts";
import { paidTwice } from "./fact-discrepancy.ts";
import { factEvent } from "./fact-event.ts";
import type { FactWrites } from "./fact-writes.ts";
import { outboxMessage } from "./outbox-message.ts";
import type { RecordedFact } from "./record-facts.ts";

interface Transition {
  readonly found: PaymentWithAttempts;
  readonly attempt: AttemptRow;
  readonly recorded: RecordedFact;
  readonly next: AttemptState;
  readonly at: Date;
}

/** What one real transition writes: both rows, their causes and the merchant's event with its message. */
export function decideTransition(step: Transition): {
  readonly view: PaymentView;
  readonly writes: FactWrites;
} {
  const before = step.found.payment;
  const isSecondSuccess = before.status === "succeeded" && step.next === "succeeded";
  const attemptAfter: AttemptRow = { ...step.attempt, ...attemptChange(step) };
  const status = paymentStatusOf(
    step.found.attempts.map(({ id, state }) => (id === step.attempt.id ? attemptAfter.state : state)),
  );
  const type = paymentEventOf(before.status, status);
  const change: Partial<PaymentRow> = {
    status,
    ...(type === null ? {} : { eventSequence: before.eventSequence + 1 }),
    ...(isSecondSuccess ? {} : paymentMoments(step)),
  };
  const view: PaymentView = { payment: { ...before, ...change }, attempt: attemptAfter };
  const { traceId } = step.recorded;
  const events = type === null ? [] : [factEvent({ view, type, traceId, at: step.at })];
  return {
    view,
    writes: {
      attempt: { expected: step.attempt, change: attemptChange(step) },
      ...(status === before.status ? {} : { payment: { expected: before, change } }),
      stateChanges: stateChanges(step, view.payment),
      events,
      messages: events.map(({ id }) =>
        outboxMessage("notify.events", fanOutEvent, { body: { event_id: id }, traceId, at: step.at }),
      ),
      discrepancies: isSecondSuccess ? [paidTwice(step)] : [],
    },
  };
}

function attemptChange({ recorded, next, at }: Transition): Partial<AttemptRow> {
  const { fact, nextAction } = recorded;
  const isTerminal = next === "succeeded" || next === "closed" || next === "failed";
  return {
    state: next,
    // What never went out is not asked about.
    dueAt: fact.type === "closed_unsent" ? null : dueAfter(next, at),
    ...(nextAction === undefined ? {} : { nextAction }),
    ...(fact.type === "paid" ? { channelTradeNo: fact.channelTradeNo } : {}),
    ...(fact.type === "declined" ? { failure: fact.failure } : {}),
    ...(isTerminal ? { settledAt: at } : {}),
  };
}

/** A payment that is paid after all was never closed: its history keeps that it was. */
function paymentMoments({ attempt, recorded, next, at }: Transition): Partial<PaymentRow> {
  if (recorded.fact.type === "paid") {
    return { paidAt: recorded.fact.paidAt, closedAt: null, currentAttemptId: attempt.id };
  }
  return next === "closed" ? { closedAt: at } : {};
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
