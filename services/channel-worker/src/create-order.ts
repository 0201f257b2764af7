import type { Recorded } from "@compose-pay/application";
import { findAttempt, type PaymentView } from "@compose-pay/database";
import { type AttemptFact, endOfTimeToPay } from "@compose-pay/domain";
import { isHeldBack } from "./ask-channel.ts";
import { closeEarlierAttempts } from "./close-earlier-attempts.ts";
import { placeOrder } from "./place-order.ts";
import { queryOrder } from "./query-order.ts";
import type { WorkDeps } from "./work-deps.ts";

export interface AttemptMessage {
  readonly attemptId: string;
  /** How often the channel had been asked when the message was made; it is stale once it was asked again. */
  readonly queriesMade?: number | undefined;
  readonly traceId: string;
}

/** `settled`: the payment can be read by whoever waits for it; `open`: nothing is known yet. */
export type WorkResult =
  | { readonly kind: "settled"; readonly paymentId: string }
  | { readonly kind: "open" }
  | { readonly kind: "unknown_attempt" };

/**
 * Sends a new attempt to its channel, once the payment's earlier ones are closed where that can be. The attempt
 * is marked as submitted before the call goes out: should this process die in between, whoever gets the message
 * again asks the channel first. Where an earlier one turns out to be paid, nothing is sent.
 */
export async function createOrder(deps: WorkDeps, message: AttemptMessage): Promise<WorkResult> {
  const view = await findAttempt(deps.database.connection, message.attemptId);
  if (view === null) return { kind: "unknown_attempt" };
  const { attempt } = view;
  if (attempt.state === "submitted") return queryOrder(deps, message);
  if (attempt.state !== "created") return settled(attempt.paymentId);
  if (isOver(deps, view)) return closeUnsent(deps, view, message);
  if (await isHeldBack(deps, attempt)) return { kind: "open" };
  const now = await closeEarlierAttempts(deps, view, message.traceId);
  if (isOver(deps, now)) return closeUnsent(deps, now, message);
  // Once more, since the closing took its time: a payment code that is held back now is still whole.
  if (await isHeldBack(deps, now.attempt)) return { kind: "open" };
  return send(deps, now, message);
}

function isOver(deps: WorkDeps, { attempt }: PaymentView): boolean {
  return attempt.closeRequested || endOfTimeToPay(attempt) <= deps.clock.now();
}

async function closeUnsent(deps: WorkDeps, view: PaymentView, message: AttemptMessage): Promise<WorkResult> {
  await record(deps, view, { fact: { type: "closed_unsent" }, cause: "closed_unsent", message });
  return settled(view.attempt.paymentId);
}

async function send(deps: WorkDeps, view: PaymentView, message: AttemptMessage): Promise<WorkResult> {
  const { attempt } = view;
  const submitted = await record(deps, view, { fact: { type: "submitting" }, cause: "create", message });
  if (submitted.kind !== "changed") return queryOrder(deps, message);
  // A payment code is for this one call, and no longer in the row.
  const sent = { ...submitted.view, attempt: { ...submitted.view.attempt, payer: attempt.payer } };
  const recorded = await placeOrder(deps, sent, message.traceId);
  return recorded === null ? { kind: "open" } : settled(attempt.paymentId);
}

export function settled(paymentId: string): WorkResult {
  return { kind: "settled", paymentId };
}

async function record(
  deps: WorkDeps,
  { attempt }: PaymentView,
  by: { readonly fact: AttemptFact; readonly cause: string; readonly message: AttemptMessage },
): Promise<Recorded> {
  const recorded = await deps.facts.record({
    paymentId: attempt.paymentId,
    attemptId: attempt.id,
    fact: by.fact,
    cause: by.cause,
    traceId: by.message.traceId,
  });
  if (recorded.kind === "changed") deps.dispatch(recorded.messages);
  return recorded;
}
