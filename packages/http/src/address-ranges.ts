import { BlockList, isIP } from "node:net";

/** Ranges of addresses; IPv4 ones hold for their IPv4-mapped IPv6 form too. */
export interface AddressRanges {
  readonly isEmpty: boolean;
  /** False for text that is no address. */
  includes(address: string): boolean;
}

/** @param cidrs in the form that parseCidr gives; what is none lets nobody in */
export function addressRanges(cidrs: readonly string[]): AddressRanges {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = "", length = ""] = cidr.split("/");
    const family = familyOf(network);
    if (family !== null && length !== "") list.addSubnet(network, Number(length), family);
  }
  return {
    isEmpty: cidrs.length === 0,
    includes: (address) => {
      const family = familyOf(address);
      return family !== null && list.check(address, family);
    },
  };
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  switch (isIP(address)) {
    case 4:
      return "ipv4";
    case 6:
      return "ipv6";
    default:
      return null;
  }
}
