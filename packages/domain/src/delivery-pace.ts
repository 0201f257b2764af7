/** What an endpoint's rate lets through now. */
export interface Pace {
  /** How many may go at once, of those wanted. */
  readonly count: number;
  /** Kept for the next time: the moment up to which the rate is used up. */
  readonly pacedUntil: Date | null;
  /** When the next one may go. */
  readonly nextAt: Date;
}

/** What was not used for longer is lost: the burst after a pause is one, and a quarter of a second's worth. */
const burstMs = 250;

/**
 * A steady flow: `ratePerSecond` evenly, by one remembered moment (the generic cell rate algorithm, ITU-T I.371).
 *
 * @param ratePerSecond null when there is no limit
 */
export function paceOf(
  ratePerSecond: number | null,
  pacedUntil: Date | null,
  { wanted, now }: { readonly wanted: number; readonly now: Date },
): Pace {
  if (ratePerSecond === null) return { count: wanted, pacedUntil: null, nextAt: now };
  const intervalMs = 1_000 / ratePerSecond;
  const nowMs = now.getTime();
  const usedUntilMs = Math.max(pacedUntil?.getTime() ?? 0, nowMs - burstMs - intervalMs);
  const count = Math.min(wanted, Math.max(0, Math.floor((nowMs - usedUntilMs) / intervalMs)));
  // Moments are kept to the millisecond, rounded so that the rate is rather kept below.
  const nextUsedMs = Math.ceil(usedUntilMs + count * intervalMs);
  return { count, pacedUntil: new Date(nextUsedMs), nextAt: new Date(Math.ceil(nextUsedMs + intervalMs)) };
}
