import { randomFillSync } from "node:crypto";
import { monotonicFactory } from "ulid";

const nextUlid = monotonicFactory(randomFraction);

/**
 * A new id such as `pay_01jd8x…`: the prefix and 26 characters that sort by time, and strictly rise within
 * one process even when its clock goes back. At most 32 characters, which is what WeChat Pay allows for
 * `out_trade_no`.
 *
 * @param prefix two to five lower-case letters
 * @param now the time the id carries; the clock of the machine when left out
 */
export function newId(prefix: string, now?: Date): string {
  if (!/^[a-z]{2,5}$/.test(prefix)) throw new Error(`an id's prefix is 2 to 5 letters, not "${prefix}"`);
  return `${prefix}_${nextUlid(now?.getTime()).toLowerCase()}`;
}

/** Asked for by the page, since an id needs 16 of them and each question costs more than the rest of the id. */
const randomBytes = new Uint8Array(4_096);
let bytesUsed = randomBytes.length;

/** Uniform over the 256 multiples of 1/256 in [0, 1): enough for a character of 32. */
function randomFraction(): number {
  if (bytesUsed === randomBytes.length) {
    randomFillSync(randomBytes);
    bytesUsed = 0;
  }
  const byte = randomBytes[bytesUsed] ?? 0;
  bytesUsed += 1;
  return byte / 256;
}
