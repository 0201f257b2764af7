import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { AddressRanges } from "./address-ranges.ts";

/** Proxies that one request is followed through. */
const mostHops = 20;

/**
 * Where a call comes from: the socket's address, or, while that is a proxy that was configured, the one this
 * proxy reports, and so on from the nearest hop outwards. What a client writes into `X-Forwarded-For`
 * itself stands further out and is never believed.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: AddressRanges): string {
  let address = unmapped(socket.remoteAddress ?? "");
  if (trustedProxies.isEmpty) return address;
  const hops = String(headers["x-forwarded-for"] ?? "").split(",");
  for (const hop of hops.toReversed().slice(0, mostHops)) {
    const reported = unmapped(hop.trim());
    if (!trustedProxies.includes(address) || isIP(reported) === 0) break;
    address = reported;
  }
  return address;
}

/** A dual-stack socket shows `192.0.2.1` as `::ffff:192.0.2.1`. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
