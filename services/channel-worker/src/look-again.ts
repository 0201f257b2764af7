import { later } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import {
  type AttemptRow,
  type DiscrepancyType,
  insertChannelCalls,
  insertDiscrepancy,
  inTransaction,
  updateAttempt,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { journalRows } from "./journal-rows.ts";
import { nextLook } from "./next-look.ts";
import type { WorkDeps } from "./work-deps.ts";

/** The attempt stays as it is and is due again after this. */
export async function lookAgainIn(deps: WorkDeps, attempt: AttemptRow, ms: number): Promise<void> {
  await updateAttempt(deps.database.connection, attempt, { dueAt: later(deps.clock.now(), ms) });
}

/**
 * An answer that settles nothing: the call is journalled, the state stays as it is and the attempt is due
 * again, soon after a call with an unknown outcome and then along the query ladder.
 */
export async function lookAgainAfter(
  deps: WorkDeps,
  attempt: AttemptRow,
  { answer, traceId }: { readonly answer: Answer<unknown>; readonly traceId: string },
): Promise<void> {
  const at = deps.clock.now();
  await inTransaction(deps.database, async (transaction) => {
    await updateAttempt(transaction, attempt, {
      queriesMade: attempt.queriesMade + 1,
      dueAt: nextLook(attempt, answer, { at, jitter: Math.random() }),
    });
    await insertChannelCalls(transaction, journalRows(answer, attempt, traceId));
    const type = discrepancyOf(answer);
    if (type === null) return;
    await insertDiscrepancy(transaction, {
      id: newId("dsc"),
      refundId: "",
      type,
      state: "open",
      channelAccountId: attempt.channelAccountId,
      paymentId: attempt.paymentId,
      attemptId: attempt.id,
      evidence: {
        cause: answer.call.operation,
        answer: { ...answer, call: undefined, earlierCalls: undefined },
      },
      traceId,
      foundAt: at,
    });
  });
}

/** An authenticated answer that claims something else about our number than we have. */
export function discrepancyOf(answer: Answer<unknown>): DiscrepancyType | null {
  if (answer.kind !== "unknown") return null;
  switch (answer.reason) {
    case "amount_differs":
    case "currency_differs":
      return "amount_differs";
    case "account_differs":
      return "account_differs";
    case "order_differs":
    case "number_differs":
    case "connect_failed":
    case "timeout":
    case "connection_reset":
    case "answer_too_large":
    case "answer_unreadable":
    case "status_unexpected":
    case "channel_error":
    case "signature_missing":
    case "signature_wrong":
    case "signature_probe":
    case "key_unknown":
    case "timestamp_skewed":
    case "refused":
    case "cancel_unfinished":
    case "follow_up_failed":
    case "bill_hash_differs":
    case "bill_address_refused":
      return null;
  }
}
