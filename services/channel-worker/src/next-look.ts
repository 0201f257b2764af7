import { later, unknownOutcomeMs } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import type { AttemptRow } from "@compose-pay/database";
import { isOpen, queryLadder, repeatingWaitMs } from "@compose-pay/domain";

/** How long an attempt waits while its account cannot make calls at all. */
const misconfiguredMs = 60_000;

/** An attempt that has ended here and whose channel gives no answer is asked about for so long. */
const longestCheckAfterEndMs = 24 * 3_600_000;

/** What nextLook needs to know of an attempt. */
export type LookedAt = Pick<AttemptRow, "state" | "queriesMade" | "expiresAt" | "settledAt">;

/**
 * When an attempt is looked at again after an answer that settled nothing; null when nobody looks any more.
 *
 * @param jitter uniform in [0, 1)
 */
export function nextLook(
  attempt: LookedAt,
  answer: Pick<Answer<unknown>, "kind">,
  { at, jitter }: { readonly at: Date; readonly jitter: number },
): Date | null {
  if (!isOpen(attempt.state) && isOver(attempt.settledAt, at)) return null;
  const next = later(at, waitAfter(attempt, answer, jitter));
  // The end of the time to pay is a due time of its own.
  return attempt.expiresAt > at && attempt.expiresAt < next ? attempt.expiresAt : next;
}

function waitAfter(attempt: LookedAt, answer: Pick<Answer<unknown>, "kind">, jitter: number): number {
  if (answer.kind === "misconfigured") return misconfiguredMs;
  if (attempt.queriesMade === 0 && answer.kind !== "ok") return unknownOutcomeMs;
  return repeatingWaitMs(queryLadder, attempt.queriesMade, jitter);
}

function isOver(settledAt: Date | null, at: Date): boolean {
  return settledAt === null || at.getTime() - settledAt.getTime() > longestCheckAfterEndMs;
}
