import type { CreateAttempt } from "@compose-pay/contracts";
import type { AttemptRow, PaymentView, PaymentWithAttempts } from "@compose-pay/database";
import { isOpen } from "@compose-pay/domain";
import { isSamePayer } from "./attempt-payer.ts";

/** Tries of one payment in all. */
export const mostAttempts = 20;

/** Why a payment takes no further attempt; `replayed` because the same one is under way. */
export type AttemptRefusal =
  | { readonly kind: "replayed"; readonly view: PaymentView }
  | { readonly kind: "already_succeeded" }
  | { readonly kind: "payment_closed" }
  | { readonly kind: "too_many_attempts" };

/** Null where another attempt may be made. A payment that was refused by a channel takes one, a closed one does not. */
export function refusalOfAttempt(
  { payment, attempts }: PaymentWithAttempts,
  wish: CreateAttempt,
  now: Date,
): AttemptRefusal | null {
  const current = attempts.find(({ id }) => id === payment.currentAttemptId);
  if (current === undefined) throw new Error(`${payment.id} has no attempt that speaks for it`);
  if (payment.status === "succeeded") return { kind: "already_succeeded" };
  if (payment.expiresAt <= now || isClosedOrClosing(current)) return { kind: "payment_closed" };
  if (isSame(current, wish)) return { kind: "replayed", view: { payment, attempt: current } };
  return attempts.length >= mostAttempts ? { kind: "too_many_attempts" } : null;
}

/** Nobody but the merchant, the end of the time to pay or the channel closes the attempt that speaks. */
function isClosedOrClosing({ state, closeRequested }: AttemptRow): boolean {
  return state === "closed" || (isOpen(state) && closeRequested);
}

function isSame(current: AttemptRow, wish: CreateAttempt): boolean {
  return (
    isOpen(current.state) &&
    current.method === wish.method &&
    current.clientIp === wish.client_ip &&
    isSamePayer(current.payer, wish.payer)
  );
}
