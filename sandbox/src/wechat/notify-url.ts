import { z } from "zod";

/**
 * A `notify_url`: https, of a bounded length, no query string (WeChat Pay APIv3, order creation, refund).
 *
 * Plain http is let through for loopback addresses, where a merchant under development listens, and
 * for the host names in `httpHosts` (a container's neighbour).
 */
export function notifyUrlSchema(httpHosts: readonly string[], maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => isAllowed(value, httpHosts), "https without a query string; http only for loopback");
}

function isAllowed(value: string, httpHosts: readonly string[]): boolean {
  const url = URL.parse(value);
  if (url === null || url.search !== "" || value.includes("?") || url.hash !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && (isLoopback(url.hostname) || httpHosts.includes(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
