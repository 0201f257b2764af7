import {
  type Database,
  inTransaction,
  lockPayment,
  type OutboxRow,
  type PaymentRow,
} from "@compose-pay/database";
import { isOpen } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
import { askSubject } from "./ask-subject.ts";

/** `asked`: the messages wait to be dispatched; what did not go out yet is due for the next sweep. */
export type PaymentAsked =
  | {
      readonly kind: "asked";
      readonly payment: PaymentRow;
      /** The attempts that the channel is asked about. */
      readonly attemptIds: readonly string[];
      readonly messages: readonly OutboxRow[];
    }
  /** Money is final. */
  | { readonly kind: "already_succeeded" }
  | { readonly kind: "payment_unknown" };

/**
 * Has a worker ask the channel what holds: about the attempt that speaks for the payment, whatever its state, and about
 * every other that is open. The life cycle decides on the answers.
 */
export async function askPayment(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { paymentId, traceId }: { readonly paymentId: string; readonly traceId: string },
): Promise<PaymentAsked> {
  return inTransaction(database, async (transaction) => {
    const locked = await lockPayment(transaction, paymentId);
    if (locked === null) return { kind: "payment_unknown" };
    const { payment } = locked;
    if (payment.status === "succeeded") return { kind: "already_succeeded" };
    const wanted = locked.attempts.filter(
      ({ id, state }) => id === payment.currentAttemptId || isOpen(state),
    );
    const at = clock.now();
    const messages: OutboxRow[] = [];
    for (const attempt of wanted) {
      const subject = { kind: "payment", view: { payment, attempt } } as const;
      messages.push(...(await askSubject(transaction, subject, { at, traceId })));
    }
    return { kind: "asked", payment, attemptIds: wanted.map(({ id }) => id), messages };
  });
}
