import { isIP } from "node:net";
import type { HostResolver } from "../src/resolve-host.ts";
import { createUrlGuard, type UrlGuard, type UrlGuardRules } from "../src/url-guard.ts";

/** As an installation comes, but for what a test changes. */
export const ordinaryRules: UrlGuardRules = {
  allowedRanges: [],
  allowedPorts: [80, 443, 8_080, 8_443].map((port) => ({ from: port, to: port })),
};

export const anyPort = { allowedPorts: [{ from: 1, to: 65_535 }] } as const;

/** Lets a test's own servers be called. */
export function loopbackGuard(resolve?: HostResolver): UrlGuard {
  const rules = { allowedRanges: ["127.0.0.0/8", "::1/128"], ...anyPort };
  return createUrlGuard(rules, resolve === undefined ? {} : { resolve });
}

/** Knows these names and no other. */
export function resolverOf(names: Readonly<Record<string, readonly string[]>>): HostResolver {
  return (host) => {
    const addresses = names[host];
    // A name that a parser takes for an address, or the other way round, would pass unseen.
    if (isIP(host) !== 0) throw new Error(`${host} is an address`);
    if (addresses !== undefined) return Promise.resolve(addresses);
    return Promise.reject(Object.assign(new Error(`no such name: ${host}`), { code: "ENOTFOUND" }));
  };
}
