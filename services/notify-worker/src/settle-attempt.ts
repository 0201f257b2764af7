import { deliveryLadder, nextWaitMs } from "@compose-pay/domain";
import type { WebhookAnswer } from "@compose-pay/webhooks";

/** What an attempt makes of its delivery. */
export type Settlement =
  | { readonly kind: "succeeded" }
  | { readonly kind: "retrying"; readonly waitMs: number }
  | { readonly kind: "exhausted"; readonly disablesEndpoint: boolean };

/** The receiver asks for the endpoint to be taken away (Standard Webhooks, "Failure and retries"). */
const gone = 410;
/** Statuses whose `Retry-After` is honoured. */
const busy: ReadonlySet<number> = new Set([429, 503]);

/**
 * Decides on an attempt: any 2xx is success, a 410 or a disabled endpoint is the end, all else waits for the
 * next step of the ladder or as long as a busy receiver asks, whichever is longer.
 *
 * @param attemptsMade this one included
 * @param jitter uniform in [0, 1)
 */
export function settleAttempt(answer: WebhookAnswer, attemptsMade: number, jitter: number): Settlement {
  if (answer.kind === "unanswered") {
    return answer.fault === "endpoint_disabled"
      ? { kind: "exhausted", disablesEndpoint: false }
      : nextStep(attemptsMade, jitter, 0);
  }
  if (answer.status >= 200 && answer.status < 300) return { kind: "succeeded" };
  if (answer.status === gone) return { kind: "exhausted", disablesEndpoint: true };
  return nextStep(attemptsMade, jitter, busy.has(answer.status) ? (answer.retryAfterMs ?? 0) : 0);
}

function nextStep(attemptsMade: number, jitter: number, leastMs: number): Settlement {
  const waitMs = nextWaitMs(deliveryLadder, attemptsMade, jitter);
  if (waitMs === null) return { kind: "exhausted", disablesEndpoint: false };
  return { kind: "retrying", waitMs: Math.max(waitMs, leastMs) };
}
