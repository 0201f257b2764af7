import { createHttpCore, type HttpCore } from "../http/http-core.ts";
import type { AlipayBillPlaces } from "./fetch-bill.ts";

/** Alipay keeps the files of bills on a host of their own, for each of its own gateways. */
const officialHosts: ReadonlyMap<string, string> = new Map([
  ["https://openapi.alipay.com", "dwbillcenter.alipay.com"],
  ["https://openapi-sandbox.dl.alipaydev.com", "dwbillcenter.alipaydev.com"],
]);

/** A bill is one call at a time. */
const connections = 2;

/** Where the bills of an account may lie: at its gateway, and at the official host behind an official gateway. */
export function openBillHosts(
  origin: string,
  http: HttpCore,
): Pick<AlipayBillPlaces, "places"> & { dispose(): Promise<void> } {
  const own = { origins: [origin], http };
  const host = officialHosts.get(origin);
  if (host === undefined) return { places: [own], dispose: async () => undefined };
  const official = createHttpCore(`https://${host}`, { connections });
  // Alipay writes http; what it means is fetched over TLS, as nothing else vouches for the file.
  const there = { origins: [`http://${host}`, `https://${host}`], http: official };
  return { places: [own, there], dispose: () => official.dispose() };
}
