import { type AttemptState, isOpen } from "./attempt-life-cycle.ts";

export const paymentStatuses = ["processing", "requires_action", "succeeded", "closed", "failed"] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/**
 * A payment's status follows from its attempts: money anywhere makes it `succeeded`, otherwise the
 * latest attempt speaks. It has not ended, though, while an earlier one can still be paid.
 *
 * @param attempts oldest first, at least one
 */
export function paymentStatusOf(attempts: readonly AttemptState[]): PaymentStatus {
  const latest = attempts.at(-1);
  if (latest === undefined) throw new Error("a payment has at least one attempt");
  if (attempts.includes("succeeded")) return "succeeded";
  return !isOpen(latest) && hasOpenAttempt(attempts) ? "processing" : statusOfLatest[latest];
}

/** The event that a payment's step from one status to another makes, or null where merchants hear nothing. */
export function paymentEventOf(from: PaymentStatus, to: PaymentStatus): PaymentEventType | null {
  if (from === to) return null;
  switch (to) {
    case "processing":
    case "requires_action":
      return null;
    case "succeeded":
      return isSettled(from) ? "payment.late_succeeded" : "payment.succeeded";
    case "closed":
      return "payment.closed";
    case "failed":
      return "payment.failed";
  }
}

export type PaymentEventType =
  | "payment.succeeded"
  | "payment.closed"
  | "payment.failed"
  | "payment.late_succeeded"
  | "payment.duplicate_refunded";

/** No attempt of the payment can change by itself any more. */
export function isSettled(status: PaymentStatus): boolean {
  return status === "succeeded" || status === "closed" || status === "failed";
}

export function hasOpenAttempt(attempts: readonly AttemptState[]): boolean {
  return attempts.some(isOpen);
}

const statusOfLatest: Readonly<Record<AttemptState, PaymentStatus>> = {
  created: "processing",
  submitted: "processing",
  pending: "requires_action",
  succeeded: "succeeded",
  closed: "closed",
  failed: "failed",
};
