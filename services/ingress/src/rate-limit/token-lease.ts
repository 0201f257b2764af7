import { type BucketLevel, type BucketRule, tokensAt, untilNextTokenMs } from "./token-bucket.ts";
import type { TokenSource } from "./token-source.ts";

/** `left` is what the app's bucket holds, as far as this process knows. */
export type Admission =
  | { readonly kind: "admitted"; readonly left: number }
  | { readonly kind: "limited"; readonly retryAfterMs: number; readonly left: number };

export interface TokenLease {
  /** Lets one call in or not; never rejects. */
  take(): Promise<Admission>;
  /** What the bucket holds, without taking anything. */
  left(): number;
}

export interface TokenLeaseParts {
  readonly source: TokenSource;
  readonly bucket: string;
  readonly rule: BucketRule;
  /** By a clock that never goes back. */
  readonly nowMs: () => number;
}

/**
 * Tokens of one app's bucket in this process. They are taken out of the shared bucket before they are
 * spent, 20 ms worth at a time, so that Redis is asked 50 times a second and not for every call. The limit
 * can be exceeded by no more than the tokens of one such portion and process, since a portion lies here for
 * a second at most; an app that may make fewer than 100 calls a second is counted one by one. While Redis
 * is away every call is let in.
 */
export function createTokenLease(parts: TokenLeaseParts): TokenLease {
  const lease: Lease = {
    leased: 0,
    leasedUntilMs: 0,
    emptyUntilMs: 0,
    awayUntilMs: 0,
    level: { tokens: parts.rule.burst, atMs: parts.nowMs() },
    waiting: 0,
    fetching: null,
  };
  return { take: () => take(parts, lease), left: () => tokensAt(parts.rule, lease.level, parts.nowMs()) };
}

interface Lease {
  /** Tokens that were taken out of the shared bucket and not spent. */
  leased: number;
  leasedUntilMs: number;
  /** Until then the shared bucket is known to be empty. */
  emptyUntilMs: number;
  /** Until then the shared bucket is not asked, since it could not be reached. */
  awayUntilMs: number;
  level: BucketLevel;
  /** Calls that wait for `fetching`. */
  waiting: number;
  fetching: Promise<void> | null;
}

const portionsPerSecond = 50;
const mostInPortion = 200;
/** Tokens that lie here longer are dropped: a lull must not save up for a burst beyond the bucket. */
const leaseMs = 1_000;
const askAgainMs = 1_000;
const mostFetchesForOneCall = 5;

async function take(parts: TokenLeaseParts, lease: Lease): Promise<Admission> {
  for (let fetches = 0; ; fetches += 1) {
    const decided = decideNow(parts, lease);
    if (decided !== null) return decided;
    if (fetches >= mostFetchesForOneCall) return { kind: "limited", retryAfterMs: 0, left: 0 };
    lease.waiting += 1;
    await (lease.fetching ??= fetchPortion(parts, lease));
    lease.waiting -= 1;
  }
}

/** Null when only the shared bucket can say. */
function decideNow(parts: TokenLeaseParts, lease: Lease): Admission | null {
  const nowMs = parts.nowMs();
  if (lease.leased > 0 && nowMs < lease.leasedUntilMs) {
    lease.leased -= 1;
    const portion = portionOf(parts.rule);
    if (portion > 1 && lease.leased < portion / 2) lease.fetching ??= fetchPortion(parts, lease);
    return spend(parts, lease);
  }
  if (nowMs < lease.awayUntilMs) return spend(parts, lease);
  if (nowMs >= lease.emptyUntilMs) return null;
  return { kind: "limited", retryAfterMs: lease.emptyUntilMs - nowMs, left: 0 };
}

function spend({ rule, nowMs }: TokenLeaseParts, lease: Lease): Admission {
  const atMs = nowMs();
  const tokens = Math.max(0, tokensAt(rule, lease.level, atMs) - 1);
  lease.level = { tokens, atMs };
  return { kind: "admitted", left: tokens };
}

async function fetchPortion({ source, bucket, rule, nowMs }: TokenLeaseParts, lease: Lease): Promise<void> {
  const wanted = Math.max(portionOf(rule), lease.waiting);
  try {
    const grant = await source.take(bucket, rule, wanted);
    const atMs = nowMs();
    lease.leased = (atMs < lease.leasedUntilMs ? lease.leased : 0) + grant.granted;
    lease.leasedUntilMs = atMs + leaseMs;
    lease.level = { tokens: grant.left + lease.leased, atMs };
    if (grant.granted < wanted) lease.emptyUntilMs = atMs + untilNextTokenMs(rule, grant.left);
  } catch {
    lease.awayUntilMs = nowMs() + askAgainMs;
  } finally {
    lease.fetching = null;
  }
}

function portionOf({ perSecond }: BucketRule): number {
  return Math.min(mostInPortion, Math.max(1, Math.floor(perSecond / portionsPerSecond)));
}
