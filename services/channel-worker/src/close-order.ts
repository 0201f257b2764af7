import type { Answer, ClosedOrder, OrderState } from "@compose-pay/channels";
import { findAttempt, insertChannelCalls, type PaymentView } from "@compose-pay/database";
import { endOfTimeToPay, isBarcode } from "@compose-pay/domain";
import { askForState, askToClose } from "./ask-channel.ts";
import { type AttemptMessage, settled, type WorkResult } from "./create-order.ts";
import { journalRows } from "./journal-rows.ts";
import { lookAgainAfter, lookAgainIn } from "./look-again.ts";
import { placeOrder } from "./place-order.ts";
import { raiseReturnedMoney } from "./raise-returned-money.ts";
import { factOf, recordAnswer } from "./record-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/** A create cannot reach its channel any more so long after the end of the time to pay. */
const createCannotArriveMs = 60_000;

/** How soon an order is looked at that was created only so that it can be closed. */
const closeAfterCreateMs = 1_000;

/** Ends an order: query, close at the channel, and only then here. Money that came in between wins. */
export async function closeOrder(deps: WorkDeps, message: AttemptMessage): Promise<WorkResult> {
  const view = await findAttempt(deps.database.connection, message.attemptId);
  if (view === null) return { kind: "unknown_attempt" };
  const { attempt } = view;
  switch (attempt.state) {
    case "created":
      return closeUnsent(deps, view, message);
    case "succeeded":
    case "closed":
    case "failed":
      return settled(attempt.paymentId);
    case "submitted":
    case "pending":
      return closeThere(deps, view, message);
  }
}

async function closeUnsent(deps: WorkDeps, view: PaymentView, message: AttemptMessage): Promise<WorkResult> {
  const { id, paymentId } = view.attempt;
  const recorded = await deps.facts.record({
    paymentId,
    attemptId: id,
    fact: { type: "closed_unsent" },
    cause: "closed_unsent",
    traceId: message.traceId,
  });
  if (recorded.kind === "changed") deps.dispatch(recorded.messages);
  // Somebody has sent it in the meantime, so the channel must be asked after all.
  return recorded.kind === "refused" ? closeOrder(deps, message) : settled(paymentId);
}

async function closeThere(deps: WorkDeps, view: PaymentView, message: AttemptMessage): Promise<WorkResult> {
  const { traceId } = message;
  const state = await askForState(deps, view);
  if (state === null) return { kind: "open" };
  if (state.kind !== "ok") return later(deps, view, { answer: state, traceId });
  const fact = factOf(state.value);
  if (fact !== null) {
    await recordAnswer(deps, view, { fact, answer: state, traceId });
    return settled(view.attempt.paymentId);
  }
  await insertChannelCalls(deps.database.connection, journalRows(state, view.attempt, traceId));
  const closed = await askToClose(deps, view);
  if (closed === null) return { kind: "open" };
  return recordClosed(deps, view, { answer: closed, traceId });
}

async function recordClosed(
  deps: WorkDeps,
  view: PaymentView,
  said: { readonly answer: Answer<ClosedOrder>; readonly traceId: string },
): Promise<WorkResult> {
  const { answer, traceId } = said;
  if (answer.kind !== "ok") return later(deps, view, said);
  switch (answer.value.state) {
    case "closed": {
      const { moneyReturned } = answer.value;
      await recordAnswer(deps, view, {
        fact: { type: "closed" },
        answer,
        traceId,
        alsoInTransaction: (transaction, outcome) =>
          moneyReturned
            ? raiseReturnedMoney(deps, transaction, { view: outcome.view, traceId })
            : Promise.resolve(),
      });
      return settled(view.attempt.paymentId);
    }
    case "paid":
      return recordPaidInBetween(deps, view, said);
    case "absent":
      return closeAbsent(deps, view, said);
  }
}

/** The channel refuses to close because the customer has paid: its own word on the money is asked for. */
async function recordPaidInBetween(
  deps: WorkDeps,
  view: PaymentView,
  { answer: refusal, traceId }: { readonly answer: Answer<ClosedOrder>; readonly traceId: string },
): Promise<WorkResult> {
  await insertChannelCalls(deps.database.connection, journalRows(refusal, view.attempt, traceId));
  const state: Answer<OrderState> | null = await askForState(deps, view);
  if (state === null) return { kind: "open" };
  const fact = state.kind === "ok" ? factOf(state.value) : null;
  if (fact === null) return later(deps, view, { answer: state, traceId });
  await recordAnswer(deps, view, { fact, answer: state, traceId });
  return settled(view.attempt.paymentId);
}

/**
 * The channel does not know the order. While it can still come to be, that is no end: a create may be under
 * way. Where its outcome is unknown, the order is made under its number, so that there is one to close; an
 * order that is shown to a customer already is asked about until its time is over, and so is one whose payment
 * code was sent: that is used once.
 */
async function closeAbsent(
  deps: WorkDeps,
  view: PaymentView,
  said: { readonly answer: Answer<ClosedOrder>; readonly traceId: string },
): Promise<WorkResult> {
  const { attempt } = view;
  const now = deps.clock.now().getTime();
  const end = endOfTimeToPay(attempt).getTime();
  if (now > end + createCannotArriveMs) {
    await recordAnswer(deps, view, { fact: { type: "closed" }, answer: said.answer, traceId: said.traceId });
    return settled(attempt.paymentId);
  }
  const isMadeNoMore = attempt.state === "pending" || isBarcode(attempt.method) || now >= end;
  if (isMadeNoMore) return later(deps, view, said);
  const placed = await placeOrder(deps, view, said.traceId);
  if (placed?.kind === "changed") await lookAgainIn(deps, placed.view.attempt, closeAfterCreateMs);
  return { kind: "open" };
}

async function later(
  deps: WorkDeps,
  { attempt }: PaymentView,
  said: { readonly answer: Answer<unknown>; readonly traceId: string },
): Promise<WorkResult> {
  await lookAgainAfter(deps, attempt, said);
  return { kind: "open" };
}
