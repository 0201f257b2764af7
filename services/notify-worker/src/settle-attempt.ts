import { deliveryLadder, nextWaitMs } from "@compose-pay/domain";
import type { WebhookAnswer } from "@compose-pay/webhooks";

/** What an attempt makes of its delivery. */
export type Settlement =
  | { readonly kind: "succeeded" }
  | { readonly kind: "retrying"; readonly waitMs: number }
  | { readonly kind: "exhausted"; readonly isGone: boolean };

/** The receiver asks for the endpoint to be taken away (Standard Webhooks, "Failure and retries"). */
const gone = 410;
/** Statuses whose `Retry-After` is honoured. */
const busy: ReadonlySet<number> = new Set([429, 503]);

export interface AttemptPlace {
  /** This one included, since the ladder began; null for a test, which is not made again. */
  readonly triesMade: number | null;
  /** Uniform in [0, 1). */
  readonly jitter: number;
}

/**
 * Decides on an attempt: any 2xx is success, a 410 is the end, all else waits for the next step of the ladder or as
 * long as a busy receiver asks, whichever is longer.
 */
export function settleAttempt(answer: WebhookAnswer, place: AttemptPlace): Settlement {
  if (answer.kind === "unanswered") return nextStep(place, 0);
  if (answer.status >= 200 && answer.status < 300) return { kind: "succeeded" };
  if (answer.status === gone) return { kind: "exhausted", isGone: true };
  return nextStep(place, busy.has(answer.status) ? (answer.retryAfterMs ?? 0) : 0);
}

function nextStep({ triesMade, jitter }: AttemptPlace, leastMs: number): Settlement {
  const waitMs = triesMade === null ? null : nextWaitMs(deliveryLadder, triesMade, jitter);
  if (waitMs === null) return { kind: "exhausted", isGone: false };
  return { kind: "retrying", waitMs: Math.max(waitMs, leastMs) };
}
