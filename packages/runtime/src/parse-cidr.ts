import { isIP } from "node:net";

export type CidrReading =
  | { readonly kind: "cidr"; readonly cidr: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Reads a range of addresses, IPv4 (RFC 4632) or IPv6 (RFC 4291), into its one written form, so that a
 * range cannot be stored twice. An address without a prefix length is that address alone.
 *
 * A range with bits beyond its prefix is refused: it lets in more than its first address says.
 */
export function parseCidr(text: string): CidrReading {
  const [, address, length] = /^([0-9A-Fa-f:.]{2,45})(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const family = address === undefined ? 0 : isIP(address);
  if (address === undefined || family === 0) return refused("must be an IPv4 or IPv6 address or CIDR range");
  const range = family === 4 ? ipv4Groups(address) : ipv6Groups(address);
  const prefix = length === undefined ? range.bits : Number(length);
  if (prefix > range.bits) return refused(`must have a prefix length of at most ${range.bits}`);
  if (isMappedIpv4(range)) return refused("must be written as IPv4, not as an IPv4-mapped IPv6 address");
  const first = range.groups.map((group, index) => group & maskOf(prefix, index, range.groupBits));
  const cidr = `${textOf(range, first)}/${prefix}`;
  if (first.some((group, index) => group !== range.groups[index])) {
    return refused(`has bits beyond its prefix; the range is ${cidr}`);
  }
  return { kind: "cidr", cidr };
}

interface AddressGroups {
  readonly groups: readonly number[];
  readonly groupBits: 8 | 16;
  readonly bits: 32 | 128;
}

function ipv4Groups(address: string): AddressGroups {
  return { groups: address.split(".").map(Number), groupBits: 8, bits: 32 };
}

function ipv6Groups(address: string): AddressGroups {
  const [head = "", tail = ""] = canonicalIpv6(address).split("::");
  const left = hexGroups(head);
  const right = hexGroups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0);
  return { groups: [...left, ...zeros, ...right], groupBits: 16, bits: 128 };
}

/** The URL parser knows every form of an address and writes one of them: RFC 5952, without embedded IPv4. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

function hexGroups(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

/** The socket of a dual-stack server shows IPv4 callers as `::ffff:a.b.c.d`; rules are held against a.b.c.d. */
function isMappedIpv4({ groups, bits }: AddressGroups): boolean {
  return bits === 128 && groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

function maskOf(prefix: number, index: number, groupBits: number): number {
  const kept = Math.min(Math.max(prefix - index * groupBits, 0), groupBits);
  return 2 ** groupBits - 2 ** (groupBits - kept);
}

function textOf({ bits }: AddressGroups, groups: readonly number[]): string {
  return bits === 32 ? groups.join(".") : canonicalIpv6(groups.map((group) => group.toString(16)).join(":"));
}

function refused(reason: string): CidrReading {
  return { kind: "refused", reason };
}
