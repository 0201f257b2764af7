import { z } from "zod";

/** An IPv4 address in dotted decimal or an IPv6 address without a zone (RFC 4291, section 2.2). */
export const ipAddress = z
  .string()
  .refine((value) => isIpv4(value) || isIpv6(value), "must be an IPv4 or IPv6 address")
  .meta({ maxLength: 45, anyOf: [{ format: "ipv4" }, { format: "ipv6" }] });

function isIpv4(value: string): boolean {
  return z.regexes.ipv4.test(value);
}

/** The URL parser knows every form of the text, the one with an embedded IPv4 address included. */
function isIpv6(value: string): boolean {
  return /^[0-9A-Fa-f:.]{2,45}$/.test(value) && URL.canParse(`http://[${value}]/`);
}
