import { later, unknownOutcomeMs } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import {
  type AttemptRow,
  type DiscrepancyType,
  insertChannelCalls,
  insertDiscrepancy,
  inTransaction,
  updateAttempt,
} from "@compose-pay/database";
import { queryLadder, repeatingWaitMs } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { journalRows } from "./journal-rows.ts";
import type { WorkDeps } from "./work-deps.ts";

/** How long an attempt waits while its account cannot make calls at all. */
const misconfiguredMs = 60_000;

/** A closed attempt whose channel does not answer is asked about for so long. */
const longestCheckAfterCloseMs = 24 * 3_600_000;

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
      dueAt: nextLook(attempt, answer, at),
    });
    await insertChannelCalls(transaction, journalRows(answer, attempt, traceId));
    const type = discrepancyOf(answer);
    if (type === null) return;
    await insertDiscrepancy(transaction, {
      id: newId("dsc"),
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

function nextLook(attempt: AttemptRow, answer: Answer<unknown>, at: Date): Date | null {
  if (attempt.state === "closed" && isOver(attempt.settledAt, longestCheckAfterCloseMs, at)) return null;
  const waitMs = waitAfter(attempt, answer);
  const next = later(at, waitMs);
  // The end of the time to pay is a due time of its own.
  return attempt.expiresAt > at && attempt.expiresAt < next ? attempt.expiresAt : next;
}

function waitAfter(attempt: AttemptRow, answer: Answer<unknown>): number {
  if (answer.kind === "misconfigured") return misconfiguredMs;
  if (attempt.queriesMade === 0 && answer.kind !== "ok") return unknownOutcomeMs;
  return repeatingWaitMs(queryLadder, attempt.queriesMade, Math.random());
}

/** An authenticated answer that claims something else about our number than we have. */
function discrepancyOf(answer: Answer<unknown>): DiscrepancyType | null {
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
      return null;
  }
}

function isOver(since: Date | null, ms: number, at: Date): boolean {
  return since !== null && at.getTime() - since.getTime() > ms;
}
