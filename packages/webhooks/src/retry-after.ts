/** The longest wait that a merchant can ask for. */
const longestMs = 24 * 60 * 60 * 1_000;

const seconds = /^\d{1,10}$/;
/** IMF-fixdate, the one form that servers may still write. */
const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * The wait that a `Retry-After` asks for, as seconds or as a date (RFC 9110, 10.2.3).
 *
 * @returns milliseconds from 0 to 24 hours, or null when it says nothing that can be read
 */
export function retryAfterMs(value: string, now: Date): number | null {
  const text = value.trim();
  const waitMs = seconds.test(text)
    ? Number(text) * 1_000
    : date.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestMs);
}
