import { later, unknownOutcomeMs } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import type { AttemptRow } from "@compose-pay/database";
import {
  barcodeLadder,
  endOfTimeToPay,
  isBarcode,
  isOpen,
  misconfiguredLadder,
  queryLadder,
  repeatingWaitMs,
} from "@compose-pay/domain";

/** An attempt that has ended here and whose channel gives no answer is asked about for so long. */
const longestCheckAfterEndMs = 24 * 3_600_000;

/** Where money may have moved and nobody knows, or an end is waited for: what went wrong is tried again so soon. */
const longestUnsettledMs = 30_000;

/** What nextLook needs to know of an attempt. */
export type LookedAt = Pick<
  AttemptRow,
  "method" | "state" | "queriesMade" | "closeRequested" | "createdAt" | "expiresAt" | "settledAt"
>;

type AnswerKind = Pick<Answer<unknown>, "kind">;

/**
 * When an attempt is looked at again after an answer that settled nothing; null when nobody looks any more.
 *
 * @param jitter uniform in [0, 1)
 */
export function nextLook(
  attempt: LookedAt,
  answer: AnswerKind,
  { at, jitter }: { readonly at: Date; readonly jitter: number },
): Date | null {
  if (!isOpen(attempt.state) && isOver(attempt.settledAt, at)) return null;
  const next = later(at, waitAfter(attempt, answer, { at, jitter }));
  const end = endOfTimeToPay(attempt);
  // The end of the time to pay is a due time of its own.
  return end > at && end < next ? end : next;
}

function waitAfter(
  attempt: LookedAt,
  { kind }: AnswerKind,
  { at, jitter }: { readonly at: Date; readonly jitter: number },
): number {
  if (kind === "misconfigured") return repeatingWaitMs(misconfiguredLadder, attempt.queriesMade, jitter);
  if (attempt.queriesMade === 0 && kind !== "ok") return unknownOutcomeMs;
  const isAtTheTill = isBarcode(attempt.method) && endOfTimeToPay(attempt) > at;
  const ladder = isAtTheTill ? barcodeLadder : queryLadder;
  const wait = repeatingWaitMs(ladder, attempt.queriesMade, jitter);
  return isPressing(attempt, kind, at) ? Math.min(wait, longestUnsettledMs) : wait;
}

/** Its time to pay is over, or a step of ours has no answer yet. */
function isPressing(attempt: LookedAt, kind: AnswerKind["kind"], at: Date): boolean {
  const { state, closeRequested } = attempt;
  if (!isOpen(state)) return false;
  return endOfTimeToPay(attempt) <= at || (kind !== "ok" && (state === "submitted" || closeRequested));
}

function isOver(settledAt: Date | null, at: Date): boolean {
  return settledAt === null || at.getTime() - settledAt.getTime() > longestCheckAfterEndMs;
}
