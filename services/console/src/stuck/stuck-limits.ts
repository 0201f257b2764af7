import type { StuckLimits } from "@compose-pay/database";

/** Sweeps look every second, and a row is due again half a minute after its message was sent. */
const lateMs = 60_000;
const unansweredMs = 3 * 86_400_000;

/** From when on something counts as stuck; what waits for a person counts at once. */
export function stuckLimits(now: Date): StuckLimits {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return { late: before(lateMs), unanswered: before(unansweredMs), person: now, recent: now };
}
