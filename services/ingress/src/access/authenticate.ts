import { apiKeySha256 } from "@compose-pay/application";
import { type Answer, problem, retryAfter } from "@compose-pay/http";
import type { AccessMetrics } from "./access-metrics.ts";
import { bearerKey } from "./bearer-key.ts";
import type { Caller, Callers } from "./callers.ts";
import type { FailedAttempts } from "./failed-attempts.ts";

export type Authentication =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "refused"; readonly answer: Answer };

export interface AuthenticateParts {
  readonly callers: Callers;
  readonly failedAttempts: FailedAttempts;
  readonly metrics: AccessMetrics;
}

/**
 * Finds who calls by the key. An address that presents too many wrong keys is answered 429 and costs the
 * database nothing more, except for keys that were right before: the neighbours behind its proxy go on.
 */
export async function authenticate(
  parts: AuthenticateParts,
  authorization: string | undefined,
  address: string,
): Promise<Authentication> {
  const { callers, failedAttempts } = parts;
  const key = bearerKey(authorization);
  if (key === null) return refuse(parts, address, authorization === undefined ? "missing" : "malformed");
  const sha256 = apiKeySha256(key);
  const wasRight = (callers.lastKnown(sha256) ?? null) !== null;
  if (!wasRight && failedAttempts.isBlocked(address)) return tooMany(parts, address);
  const caller = await callers.get(sha256);
  return caller === null ? refuse(parts, address, "unknown") : { kind: "caller", caller };
}

function refuse(
  parts: AuthenticateParts,
  address: string,
  reason: "missing" | "malformed" | "unknown",
): Authentication {
  if (parts.failedAttempts.isBlocked(address)) return tooMany(parts, address);
  parts.failedAttempts.count(address);
  parts.metrics.authenticationFailures.inc({ reason });
  const headers = { "WWW-Authenticate": "Bearer", ...parts.failedAttempts.headersOf(address) };
  return { kind: "refused", answer: problem("key_invalid", details[reason], headers) };
}

const details = {
  missing: "the Authorization header is missing: Bearer sk_test_… or sk_live_…",
  malformed: "the Authorization header is not Bearer sk_test_… or sk_live_…",
  unknown: "the key is unknown or revoked",
} as const;

function tooMany({ failedAttempts, metrics }: AuthenticateParts, address: string): Authentication {
  metrics.authenticationFailures.inc({ reason: "blocked" });
  const headers = { ...retryAfter(1), ...failedAttempts.headersOf(address) };
  return {
    kind: "refused",
    answer: problem("rate_limited", "too many failed authentications from this address", headers),
  };
}
