import { BlockList, isIP } from "node:net";

/**
 * What IANA's registry of special-purpose IPv4 addresses keeps from the public internet, or gives to machinery of it
 * (RFC 6890 and its successors), and one address that is public by its number and a cloud's own by its use.
 */
const specialIpv4: readonly string[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  // Shared by carriers (RFC 6598); some clouds answer for metadata here.
  "100.64.0.0/10",
  "127.0.0.0/8",
  // Link-local, and with it the metadata of most clouds.
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  // AS112, AMT and the former relays of 6to4.
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  // Benchmarks.
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  // Multicast, then reserved and broadcast.
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Azure's own services, reached from its machines only.
  "168.63.129.16/32",
];

/** The one part of IPv6 from which global unicast addresses are given out; all else is refused unseen. */
const globalIpv6 = "2000::/3";

/** Within it: IETF protocols (Teredo, ORCHID, benchmarks), documentation, 6to4, AS112 and the former 6bone. */
const specialIpv6: readonly string[] = [
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3ffe::/16",
  "3fff::/20",
];

/** An interface made from an IPv4 address (ISATAP, RFC 5214), at the end of an address as `canonical` writes it. */
const isatap = /:(?:0|200|):5efe:(?:[\da-f]{1,4}:[\da-f]{1,4}|:)$/;

/** IPv4 in IPv6 that some network on the way turns back into IPv4: mapped (RFC 4291), NAT64 (RFC 6052). */
const embeddings = [
  /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/,
  /^64:ff9b::(?:([\da-f]{1,4}):)?([\da-f]{1,4})?$/,
];

const isSpecial = formMatcher([...specialIpv4, ...specialIpv6]);
const isGlobalUnicast = formMatcher([globalIpv6]);

/** Addresses that only something inside can mean are not public, in whatever form they are written. */
export function isPublicAddress(address: string): boolean {
  const form = addressForm(address);
  if (form === null || isSpecial(form)) return false;
  return form.family === "ipv4" || (isGlobalUnicast(form) && !isatap.test(form.address));
}

/** Tells whether an address lies in one of these ranges, be it written as IPv6 that carries IPv4 or not. */
export function addressMatcher(cidrs: readonly string[]): (address: string) => boolean {
  const matches = formMatcher(cidrs);
  return (address) => {
    const form = addressForm(address);
    return form !== null && matches(form);
  };
}

interface AddressForm {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
}

/** The one form of an address; null for text that is none, or that names an interface of ours (`fe80::1%eth0`). */
function addressForm(text: string): AddressForm | null {
  const version = isIP(text);
  if (version === 4) return { address: text, family: "ipv4" };
  if (version === 0 || text.includes("%")) return null;
  const address = canonical(text);
  const embedded = embeddedIpv4(address);
  return embedded === null ? { address, family: "ipv6" } : { address: embedded, family: "ipv4" };
}

function embeddedIpv4(address: string): string | null {
  for (const embedding of embeddings) {
    const [whole, high = "0", low = "0"] = embedding.exec(address) ?? [];
    if (whole === undefined) continue;
    const bits = [high, low].map((group) => Number.parseInt(group, 16));
    return bits.flatMap((group) => [group >> 8, group & 0xff]).join(".");
  }
  return null;
}

/** RFC 5952 without embedded IPv4, as the URL parser writes it. */
function canonical(ipv6: string): string {
  return new URL(`http://[${ipv6}]/`).hostname.slice(1, -1);
}

/** Of each family apart: to a list of both, `::/0` has every IPv4 address too. */
function formMatcher(cidrs: readonly string[]): (form: AddressForm) => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const cidr of cidrs) {
    const [network = "", length = ""] = cidr.split("/");
    const family = isIP(network) === 6 ? "ipv6" : "ipv4";
    lists[family].addSubnet(network, Number(length), family);
  }
  return ({ address, family }) => lists[family].check(address, family);
}
