import { type Undecided, unknown } from "./answers.ts";
import type { ChannelCall } from "./channel.ts";

/**
 * Path and query of an address that a channel told, byte for byte: a token in it may be under a signature.
 *
 * @param origins where a bill may lie; whoever else the address names gets no request
 * @returns null for any other address
 */
export function targetUnder(address: string, origins: readonly string[]): string | null {
  const origin = origins.find((one) => address.startsWith(`${one}/`));
  const target = origin === undefined ? null : address.slice(origin.length);
  return target !== null && visible.test(target) ? target : null;
}

/** What can stand in the first line of a request; a fragment cannot. */
const visible = /^[\x21\x22\x24-\x7e]{1,4096}$/;

/** The answer when the address is somebody else's. Its host alone is told: what follows it is a key. */
export function addressRefused(address: string, call: ChannelCall): Undecided {
  return unknown("bill_address_refused", call, URL.canParse(address) ? new URL(address).host : null);
}
