/** Endings of names that no public name server has (RFC 6761, 6762, 8375; ICANN's .internal), and Kubernetes' own. */
const innerEndings = ["internal", "local", "localhost", "svc", "lan", "home.arpa"];

/**
 * Whether a name, not an address, has a meaning only in the network that asks: a single word, which a search domain
 * completes, or one with such an ending.
 */
export function isInnerName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.+$/, "");
  return !name.includes(".") || innerEndings.some((ending) => name.endsWith(`.${ending}`));
}
