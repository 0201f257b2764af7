import type { ConsoleInput, ProblemCode } from "@compose-pay/contracts";
import { ConsoleProblem, isOutcomeUnknown } from "../api/console-problem.ts";
import type { ChangeWatch } from "../api/use-changing.ts";
import { forgetRefund, keepRefund, type Keeping, keptRefunds } from "./kept-refunds.ts";

/** Refusals that are given after it was looked whether the request has made a refund before. */
const certain: ReadonlySet<ProblemCode | "unreachable"> = new Set([
  "not_found",
  "refund_no_conflict",
  "conflict",
  "refund_repeated",
  "payment_not_succeeded",
  "refund_exceeds_balance",
]);

/**
 * Keeps what is sent of a payment until it is known for certain what became of it.
 *
 * @param onAnswered after each answer: whatever is sent next and not kept needs a new id
 */
export function refundWatch(
  storage: Keeping,
  paymentId: string,
  onAnswered: () => void,
): ChangeWatch<ConsoleInput<"refunds.create">> {
  return {
    onSent: (input) => keepRefund(storage, paymentId, sentOf(input)),
    onAnswered: (input, error) => {
      const { id } = sentOf(input);
      const kept = keptRefunds(storage, paymentId).find((one) => one.id === id);
      const wasUnanswered = kept?.isUnanswered === true;
      if (isAnswered(error, wasUnanswered)) forgetRefund(storage, paymentId, id);
      onAnswered();
    },
  };
}

function isAnswered(error: Error | null, wasUnanswered: boolean): boolean {
  if (error === null) return true;
  if (!(error instanceof ConsoleProblem) || isOutcomeUnknown(error)) return false;
  // The server's fault may have come after the refund was made.
  if (error.code === "internal_error") return false;
  return certain.has(error.code) || !wasUnanswered;
}

function sentOf({ request_id: id, amount, reason }: ConsoleInput<"refunds.create">) {
  return { id, amount, reason: String(reason) };
}
