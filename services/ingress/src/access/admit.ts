import {
  type AddressRanges,
  type AnswerHeaders,
  clientAddress,
  type Exchange,
  problem,
  type Refusal,
  retryAfter,
} from "@compose-pay/http";
import type { RateLimiter } from "../rate-limit/rate-limiter.ts";
import { authenticate, type Authentication, type AuthenticateParts } from "./authenticate.ts";
import type { Caller } from "./callers.ts";

export interface Doors extends AuthenticateParts {
  readonly limiter: RateLimiter;
  readonly trustedProxies: AddressRanges;
}

/**
 * Lets a call in or not: key, allow-list, merchant, rate limit, in this order, so that who may not call at
 * all uses up none of the app's calls. The answer tells the app where its rate limit stands either way.
 */
export async function admit(doors: Doors, { request, response }: Exchange): Promise<Authentication> {
  const address = clientAddress(request, doors.trustedProxies);
  const authentication = await authenticate(doors, request.headers.authorization, address);
  if (authentication.kind === "refused") return authentication;
  const { caller } = authentication;
  const refusal = refusalOf(caller, address);
  if (refusal !== null) {
    setAll(response, doors.limiter.headersOf(caller));
    return refused(doors, refusal);
  }
  const limit = await doors.limiter.take(caller);
  setAll(response, limit.headers);
  if (limit.kind === "admitted") return authentication;
  const wait = retryAfter(limit.retryAfterMs / 1_000);
  return refused(doors, problem("rate_limited", "the app makes too many calls", wait));
}

function refusalOf({ allowed, isFrozen }: Caller, address: string): Refusal | null {
  if (!allowed.isEmpty && !allowed.includes(address)) {
    return problem("ip_not_allowed", "the app must not be called from this address");
  }
  return isFrozen ? problem("merchant_frozen", "the merchant is frozen and its calls are refused") : null;
}

function refused({ metrics }: Doors, answer: Refusal): Authentication {
  metrics.refusals.inc({ code: answer.code });
  return { kind: "refused", answer };
}

function setAll(response: Exchange["response"], headers: AnswerHeaders): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
