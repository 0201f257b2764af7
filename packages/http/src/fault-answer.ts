import { isConflict, isDatabaseAway } from "@compose-pay/database";
import { createThrottle, DependencyError, type Logger, Overload } from "@compose-pay/runtime";
import { type Answer, problem, retryAfter } from "./answer.ts";

/** How often it is logged that calls fail because something is away. */
const logEveryMs = 5_000;

/** Seconds after which a call that found something away may be made again. */
const tryAgainSeconds = 2;

/**
 * Answers a call whose work threw. What the process stands on being away is `overloaded`; anything else is a
 * bug of ours, logged with all that is known and answered without any of it.
 */
export function createFaultAnswer(logger: Logger): (error: unknown, requestId: string) => Answer {
  const throttle = createThrottle(logEveryMs);
  return (error, requestId) => {
    if (error instanceof Overload) return overloaded(error.message);
    if (isDatabaseAway(error) || isConflict(error) || error instanceof DependencyError) {
      if (throttle.isDue()) logger.warn({ error, trace_id: requestId }, "calls fail: a dependency is away");
      return overloaded("a part of the server is away; whether the call was done shows when it is repeated");
    }
    logger.error({ error, trace_id: requestId }, "a call failed");
    return problem("internal_error", "the server has failed; the request id names the case");
  };
}

/** 503: the call may be repeated as it is. */
export function overloaded(detail: string): Answer {
  return problem("overloaded", detail, retryAfter(tryAgainSeconds));
}
