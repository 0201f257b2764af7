import type { IncomingMessage } from "node:http";
import { apiKeySha256 } from "@compose-pay/application";
import type { AnswerHeaders } from "@compose-pay/http";
import type { Doors } from "./admit.ts";
import { bearerKey } from "./bearer-key.ts";

/**
 * The rate limit's headers for a call that is answered before its doors, as when there are too many at once:
 * by what was last known of its key. Asks nobody, and has nothing for a key that is not known here.
 */
export function lastStanding(
  { callers, limiter }: Pick<Doors, "callers" | "limiter">,
  { headers }: IncomingMessage,
): AnswerHeaders {
  const key = bearerKey(headers.authorization);
  const caller = key === null ? null : (callers.lastKnown(apiKeySha256(key)) ?? null);
  return caller === null ? {} : limiter.headersOf(caller);
}
