/** The last rotation as it was shown to whoever rotates again: until when the secret before it signs. */
export interface ShownRotation {
  /** Null when none does. */
  readonly previousUntil: Date | null;
}

/**
 * Whether it is still the last one. Another rotation would put an end at once to the secret before it, which may be the
 * only one that the merchant has: an answer that got lost has shown the one of now to nobody.
 */
export function isLastRotation({ previousUntil }: ShownRotation, stored: Date | null, now: Date): boolean {
  return inForce(previousUntil, now) === inForce(stored, now);
}

function inForce(until: Date | null, now: Date): number | null {
  return until !== null && until > now ? until.getTime() : null;
}
