import { fanOutEvent } from "@compose-pay/contracts";
import {
  type AttemptRow,
  type Connection,
  insertOutbox,
  insertStateChanges,
  type OutboxRow,
  type PaymentRow,
  type PaymentView,
  type PaymentWithAttempts,
  updateAttempt,
  updatePayment,
} from "@compose-pay/database";
import { type AttemptState, paymentEventOf, paymentStatusOf } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { dueAfter } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";
import { raisePaidTwice } from "./raise-discrepancy.ts";
import type { Recorded, RecordedFact } from "./record-fact.ts";
import { saveEvent } from "./save-event.ts";

interface Transition {
  readonly found: PaymentWithAttempts;
  readonly attempt: AttemptRow;
  readonly recorded: RecordedFact;
  readonly next: AttemptState;
  readonly at: Date;
}

/** Saves one real transition: both rows as compare-and-sets, their causes and the merchant's event. */
export async function saveTransition(transaction: Connection, step: Transition): Promise<Recorded> {
  const before = step.found.payment;
  const isSecondSuccess = before.status === "succeeded" && step.next === "succeeded";
  const attempt: AttemptRow = { ...step.attempt, ...attemptChange(step) };
  const status = paymentStatusOf(
    step.found.attempts.map(({ id, state }) => (id === attempt.id ? attempt.state : state)),
  );
  const type = paymentEventOf(before.status, status);
  const change: Partial<PaymentRow> = {
    status,
    ...(type === null ? {} : { eventSequence: before.eventSequence + 1 }),
    ...(isSecondSuccess ? {} : paymentMoments(step)),
  };
  mustApply(await updateAttempt(transaction, step.attempt, attemptChange(step)), step.attempt.id);
  if (status !== before.status) mustApply(await updatePayment(transaction, before, change), before.id);
  if (isSecondSuccess) await raisePaidTwice(transaction, step);
  const view: PaymentView = { payment: { ...before, ...change }, attempt };
  await insertStateChanges(transaction, stateChanges(step, view.payment));
  if (type === null) return { kind: "changed", view, messages: [] };
  const { traceId } = step.recorded;
  const eventId = await saveEvent(transaction, { view, type, traceId, at: step.at });
  const messages: OutboxRow[] = [
    outboxMessage("notify.events", fanOutEvent, { body: { event_id: eventId }, traceId, at: step.at }),
  ];
  await insertOutbox(transaction, messages);
  return { kind: "changed", view, messages };
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

/** Both rows are locked by this transaction, so a compare-and-set that misses is a bug of ours. */
function mustApply(applied: boolean, id: string): void {
  if (!applied) throw new Error(`the locked row of ${id} changed under its lock`);
}
