import type { Recorded } from "@compose-pay/application";
import { findAttempt, type PaymentView } from "@compose-pay/database";
import type { AttemptFact } from "@compose-pay/domain";
import { isHeldBack } from "./ask-channel.ts";
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
 * Sends a new attempt to its channel. The attempt is marked as submitted before the call goes out: should
 * this process die in between, whoever gets the message again asks the channel first.
 */
export async function createOrder(deps: WorkDeps, message: AttemptMessage): Promise<WorkResult> {
  const view = await findAttempt(deps.database.connection, message.attemptId);
  if (view === null) return { kind: "unknown_attempt" };
  const { attempt } = view;
  if (attempt.state === "submitted") return queryOrder(deps, message);
  if (attempt.state !== "created") return settled(attempt.paymentId);
  if (attempt.closeRequested || attempt.expiresAt <= deps.clock.now()) {
    await record(deps, view, { fact: { type: "closed_unsent" }, cause: "closed_unsent", message });
    return settled(attempt.paymentId);
  }
  if (await isHeldBack(deps, attempt)) return { kind: "open" };
  const submitted = await record(deps, view, { fact: { type: "submitting" }, cause: "create", message });
  if (submitted.kind !== "changed") return queryOrder(deps, message);
  const recorded = await placeOrder(deps, submitted.view, message.traceId);
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
