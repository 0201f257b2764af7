/** How long a call waits for the channel, in seconds. */
export const preferWait = { max: 10, default: 5 } as const;

/** Longest header that is read, in characters; a longer one counts as absent. */
const longestHeader = 1_024;

/**
 * Reads `wait` from a `Prefer` header (RFC 7240, section 4.3). A preference is no demand: what is longer
 * than the maximum becomes the maximum, and what cannot be understood is as if it were not there. Of a
 * repeated preference the first counts.
 *
 * @param header the field's value; repeated fields joined by commas
 * @returns seconds, a whole number from 0 to 10; null when no wait is asked for, and the default holds
 */
export function parsePreferWait(header: string | undefined): number | null {
  if (header === undefined || header.length > longestHeader) return null;
  if (!balancedQuotes.test(header)) return null;
  const preference = (header.match(preferences) ?? []).map(withoutParameters).find(isWait);
  const seconds = /=\s*"?(\d{1,9})"?$/.exec(preference ?? "")?.[1];
  return seconds === undefined ? null : Math.min(Number(seconds), preferWait.max);
}

const balancedQuotes = /^(?:[^"]|"(?:[^"\\]|\\.)*")*$/;

/** Comma separated, where a comma within quotes does not separate. */
const preferences = /(?:[^",]|"(?:[^"\\]|\\.)*")+/g;

function withoutParameters(preference: string): string {
  return (/^(?:[^";]|"(?:[^"\\]|\\.)*")*/.exec(preference)?.[0] ?? "").trim();
}

function isWait(preference: string): boolean {
  return /^wait\s*(?:=|$)/i.test(preference);
}
