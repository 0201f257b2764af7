import type { Answer, OrderState } from "@compose-pay/channels";
import {
  findAttempt,
  insertChannelCalls,
  inTransaction,
  type PaymentView,
  updateAttempt,
} from "@compose-pay/database";
import { isBarcode, isOpen } from "@compose-pay/domain";
import { askForState, askToClose } from "./ask-channel.ts";
import { confirmMoney } from "./confirm-money.ts";
import { type AttemptMessage, settled, type WorkResult } from "./create-order.ts";
import { journalRows } from "./journal-rows.ts";
import { lookAgainAfter } from "./look-again.ts";
import { placeOrder } from "./place-order.ts";
import { factOf, recordAnswer } from "./record-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * Asks the channel for the state of an order and records what it says. An order whose create had no
 * readable answer, and that is not there or not paid, is created again under its number: that is how its
 * QR code is learnt.
 */
export async function queryOrder(deps: WorkDeps, message: AttemptMessage): Promise<WorkResult> {
  const view = await findAttempt(deps.database.connection, message.attemptId);
  if (view === null) return { kind: "unknown_attempt" };
  const { attempt } = view;
  if (attempt.state === "created") return { kind: "open" };
  const isStale = message.queriesMade !== undefined && message.queriesMade !== attempt.queriesMade;
  if (attempt.state === "succeeded") {
    if (attempt.dueAt !== null && !isStale) await confirmMoney(deps, view, message.traceId);
    return settled(attempt.paymentId);
  }
  if (isStale) return { kind: "open" };
  const asked = await askForState(deps, view);
  return asked === null
    ? { kind: "open" }
    : recordState(deps, view, { answer: asked, traceId: message.traceId });
}

async function recordState(
  deps: WorkDeps,
  view: PaymentView,
  said: { readonly answer: Answer<OrderState>; readonly traceId: string },
): Promise<WorkResult> {
  const { attempt } = view;
  const { answer, traceId } = said;
  if (answer.kind !== "ok") {
    await lookAgainAfter(deps, attempt, said);
    return { kind: "open" };
  }
  const fact = factOf(answer.value);
  if (!isOpen(attempt.state) && fact?.type !== "paid") return confirmEnded(deps, view, said);
  if (fact !== null) {
    await recordAnswer(deps, view, { fact, answer, traceId });
    return settled(attempt.paymentId);
  }
  if (attempt.state === "submitted" && isBarcode(attempt.method)) return learnBarcode(deps, view, said);
  if (attempt.state === "submitted" && !attempt.closeRequested && attempt.expiresAt > deps.clock.now()) {
    const placed = await placeOrder(deps, view, traceId);
    return placed === null ? { kind: "open" } : settled(attempt.paymentId);
  }
  await lookAgainAfter(deps, attempt, said);
  return settled(attempt.paymentId);
}

/**
 * The outcome of a payment code's create was unknown. It is never made again, since the customer may be gone or
 * may have shown the code elsewhere: either the channel has it and waits for the PIN, or it is asked about until
 * the time at the till is over.
 */
async function learnBarcode(
  deps: WorkDeps,
  view: PaymentView,
  { answer, traceId }: { readonly answer: Answer<OrderState>; readonly traceId: string },
): Promise<WorkResult> {
  if (answer.kind !== "ok" || answer.value.state !== "waiting") {
    await lookAgainAfter(deps, view.attempt, { answer, traceId });
    return { kind: "open" };
  }
  const nextAction = { type: "await_customer" } as const;
  await recordAnswer(deps, view, { fact: { type: "accepted" }, answer, traceId, nextAction });
  return settled(view.attempt.paymentId);
}

/**
 * An order that has ended here and is not paid there. If it can still be paid there, because a create
 * arrived late, it is closed there again; otherwise nothing is left to do.
 */
async function confirmEnded(
  deps: WorkDeps,
  view: PaymentView,
  said: { readonly answer: Answer<OrderState>; readonly traceId: string },
): Promise<WorkResult> {
  const { attempt } = view;
  if (said.answer.kind === "ok" && said.answer.value.state === "waiting") {
    const closed = await askToClose(deps, view);
    if (closed !== null) await lookAgainAfter(deps, attempt, { answer: closed, traceId: said.traceId });
    return settled(attempt.paymentId);
  }
  await inTransaction(deps.database, async (transaction) => {
    await updateAttempt(transaction, attempt, { dueAt: null });
    await insertChannelCalls(transaction, journalRows(said.answer, attempt, said.traceId));
  });
  return settled(attempt.paymentId);
}
