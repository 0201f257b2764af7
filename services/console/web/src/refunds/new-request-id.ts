const digits = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Names one refund that somebody wants, however often it is sent: `rrq_` and a ULID, whose time comes first so that the
 * newest stand first in lists.
 */
export function newRequestId(now: number = Date.now()): string {
  let time = "";
  for (let rest = now; time.length < 10; rest = Math.floor(rest / 32))
    time = (digits[rest % 32] ?? "") + time;
  const random = crypto.getRandomValues(new Uint8Array(16));
  return `rrq_${time}${Array.from(random, (byte) => digits[byte % 32]).join("")}`;
}
