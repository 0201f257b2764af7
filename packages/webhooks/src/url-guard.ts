import { isIP } from "node:net";
import { LRUCache } from "lru-cache";
import { isInnerName } from "./inner-name.ts";
import { addressMatcher, isPublicAddress } from "./public-address.ts";
import { createHostResolver, type HostResolver } from "./resolve-host.ts";
import { readTarget, type TargetReading, type TargetRefusal } from "./read-target.ts";

export interface UrlGuardRules {
  /** CIDR ranges that may be called although they are not public, in the form that parseCidr gives. */
  readonly allowedRanges: readonly string[];
  /** Both ends included. */
  readonly allowedPorts: readonly { readonly from: number; readonly to: number }[];
}

/** Why a URL must not be called: by what it says, or because of where its host is. */
export type UrlRefusal =
  | TargetRefusal
  /**
   * Its host is, or resolves to, an address that is not public and not allowed by configuration; or it has an inner
   * name and nothing inside is allowed.
   */
  | "address";

export type UrlVerdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly refusal: UrlRefusal };

/** Keeps merchants from making us call what only we can reach. */
export interface UrlGuard {
  /**
   * For a URL that is about to be saved: what it says by itself, and what its host resolves to now. A host that does
   * not resolve, or not in time, is allowed here; each connection is checked again.
   */
  check(url: string, options: { readonly live: boolean }): Promise<UrlVerdict>;
  /** For a URL that is about to be called: what it says by itself. */
  readTarget(url: string, options: { readonly live: boolean }): TargetReading;
  /**
   * All addresses that a connection to this host, a name or an address, may go to; to others it must not.
   *
   * @throws AddressNotAllowedError when one of them must not be called, or the resolver's error
   */
  addressesOf(host: string): Promise<readonly string[]>;
  /** For a connection that is open: whether it may be used. */
  isAllowedAddress(address: string): boolean;
}

/** The host is at an address, or has one among others, that must not be called. */
export class AddressNotAllowedError extends Error {
  readonly code = "ADDRESS_NOT_ALLOWED";
  constructor() {
    super("the host is at an address that must not be called");
  }
}

export interface UrlGuardOptions {
  readonly resolve?: HostResolver;
  /** How long a check on saving waits for the resolver. */
  readonly checkTimeoutMs?: number;
  /** How long the outcome of such a check holds for its host. */
  readonly checkFreshMs?: number;
}

/** Hosts whose check is remembered. */
const mostHosts = 10_000;

export function createUrlGuard(rules: UrlGuardRules, options: UrlGuardOptions = {}): UrlGuard {
  const { resolve = createHostResolver(), checkTimeoutMs = 1_000, checkFreshMs = 5_000 } = options;
  const isInAllowedRange = addressMatcher(rules.allowedRanges);
  const isAllowedAddress = (address: string) => isPublicAddress(address) || isInAllowedRange(address);
  const isPort = (port: number) => rules.allowedPorts.some(({ from, to }) => from <= port && port <= to);
  const isAllOutside = rules.allowedRanges.length === 0;
  const addressesOf = async (host: string): Promise<readonly string[]> => {
    // Unasked, so that nobody learns by the answer, or by its time, which names there are inside.
    if (isAllOutside && isIP(host) === 0 && isInnerName(host)) throw new AddressNotAllowedError();
    const addresses = ownAddresses(host) ?? (await resolve(host));
    if (addresses.every(isAllowedAddress)) return addresses;
    throw new AddressNotAllowedError();
  };
  const verdicts = new LRUCache<string, Promise<UrlVerdict>>({ max: mostHosts, ttl: checkFreshMs });
  const read = (url: string, live: boolean) => readTarget(url, { live, isPort });
  return {
    check: async (url, { live }) => {
      const target = read(url, live);
      if (target.kind === "refused") return target;
      const known = verdicts.get(target.host);
      if (known !== undefined) return known;
      const verdict = verdictOn(addressesOf(target.host), checkTimeoutMs);
      verdicts.set(target.host, verdict);
      return verdict;
    },
    readTarget: (url, { live }) => read(url, live),
    addressesOf,
    isAllowedAddress,
  };
}

/** What nobody needs to be asked about: an address, and the names of this machine (RFC 6761, 6.3). */
function ownAddresses(host: string): readonly string[] | null {
  if (isIP(host) !== 0) return [host];
  return /(^|\.)localhost\.?$/i.test(host) ? ["127.0.0.1", "::1"] : null;
}

function verdictOn(addresses: Promise<readonly string[]>, timeoutMs: number): Promise<UrlVerdict> {
  const { promise, resolve } = Promise.withResolvers<UrlVerdict>();
  const timer = setTimeout(() => resolve({ kind: "allowed" }), timeoutMs);
  addresses
    .then(
      () => resolve({ kind: "allowed" }),
      (error: unknown) =>
        resolve(
          error instanceof AddressNotAllowedError
            ? { kind: "refused", refusal: "address" }
            : { kind: "allowed" },
        ),
    )
    .finally(() => clearTimeout(timer));
  return promise;
}
