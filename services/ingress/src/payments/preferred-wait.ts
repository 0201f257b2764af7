import { parsePreferWait, preferWait } from "@compose-pay/contracts";
import type { AnswerHeaders } from "@compose-pay/http";

/** How long a call waits for its channel, and how it is told so. */
export interface PreferredWait {
  readonly waitMs: number;
  /** `Preference-Applied` (RFC 7240, section 3) when the client asked for a wait. */
  readonly headers: AnswerHeaders;
}

export function preferredWait(prefer: string | undefined): PreferredWait {
  const seconds = parsePreferWait(prefer);
  if (seconds === null) return { waitMs: preferWait.default * 1_000, headers: {} };
  return { waitMs: seconds * 1_000, headers: { "Preference-Applied": `wait=${seconds}` } };
}
