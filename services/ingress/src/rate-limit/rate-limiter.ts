import { LRUCache } from "lru-cache";
import { rateLimit, rateLimitPolicy } from "./rate-limit-headers.ts";
import type { BucketRule } from "./token-bucket.ts";
import { type Admission, createTokenLease, type TokenLease } from "./token-lease.ts";
import type { TokenSource } from "./token-source.ts";

export interface LimitedApp {
  readonly appId: string;
  readonly rule: BucketRule;
}

/** `headers` tell the client where it stands. */
export type Limit = Admission & { readonly headers: Readonly<Record<string, string>> };

export interface RateLimiter {
  take(app: LimitedApp): Promise<Limit>;
  /** The same headers, for an answer that costs the app nothing. */
  headersOf(app: LimitedApp): Readonly<Record<string, string>>;
}

/** Apps whose tokens are kept in this process; one that is dropped asks the shared bucket again. */
const mostApps = 10_000;
const policyName = "default";

export function createRateLimiter(deps: {
  readonly source: TokenSource;
  readonly nowMs: () => number;
}): RateLimiter {
  const leases = new LRUCache<string, TokenLease>({ max: mostApps });

  const leaseOf = ({ appId, rule }: LimitedApp): TokenLease => {
    // An app whose limits were changed begins a new lease.
    const key = `${appId} ${rule.perSecond} ${rule.burst}`;
    const known = leases.get(key);
    if (known !== undefined) return known;
    const lease = createTokenLease({ ...deps, bucket: appId, rule });
    leases.set(key, lease);
    return lease;
  };

  return {
    take: async (app) => {
      const admission = await leaseOf(app).take();
      return { ...admission, headers: headers(app.rule, admission.left) };
    },
    headersOf: (app) => headers(app.rule, leaseOf(app).left()),
  };
}

function headers(rule: BucketRule, left: number): Readonly<Record<string, string>> {
  return {
    "RateLimit-Policy": rateLimitPolicy(policyName, rule),
    RateLimit: rateLimit(policyName, rule, left),
  };
}
