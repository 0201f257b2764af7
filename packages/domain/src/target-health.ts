/** How the attempts at one target went lately; one success makes it well. */
export interface TargetHealth {
  /** Failed attempts since the last success; those that began before the circuit opened count no more once it is open. */
  readonly failures: number;
  /** When the first of them ended. */
  readonly failingSince: Date | null;
  /** The circuit is open until then; then one attempt probes. Null while it is closed. */
  readonly openUntil: Date | null;
}

export const wellTarget: TargetHealth = { failures: 0, failingSince: null, openUntil: null };

/** An attempt that has ended at `at`. */
export interface AttemptAtTarget {
  readonly isSuccess: boolean;
  /** Let through by an open circuit to try it. */
  readonly isProbe: boolean;
  readonly at: Date;
}

/** Failures in a row that open the circuit. */
const mostFailuresInARow = 10;
const firstOpenMs = 15_000;
/** Shorter than the later steps of the delivery ladder, so that a delivery that fails alone keeps to the ladder. */
const longestOpenMs = 300_000;
/** How long a probe may take until its answer is known. */
const probeMs = 30_000;
/** An endpoint that has only failed for so long is disabled. */
const hopelessMs = 5 * 24 * 3_600_000;

/** The health after one more attempt. The open time doubles with each probe that fails, to 5 minutes. */
export function healthAfter(health: TargetHealth, { isSuccess, isProbe, at }: AttemptAtTarget): TargetHealth {
  if (isSuccess) return wellTarget;
  if (health.openUntil !== null && !isProbe) return health;
  const failures = health.failures + 1;
  const failingSince = health.failingSince ?? at;
  if (failures < mostFailuresInARow) return { failures, failingSince, openUntil: null };
  const openMs = Math.min(firstOpenMs * 2 ** (failures - mostFailuresInARow), longestOpenMs);
  return { failures, failingSince, openUntil: new Date(at.getTime() + openMs) };
}

/** Whether a target whose circuit it is may be sent to: as much as there is, one probe, or nothing yet. */
export function circuitOf({ openUntil }: TargetHealth, now: Date): "closed" | "probe" | "open" {
  if (openUntil === null) return "closed";
  return openUntil <= now ? "probe" : "open";
}

/** The health while a probe is under way: nobody else probes, and one whose worker dies is followed by another. */
export function healthWhileProbing(health: TargetHealth, now: Date): TargetHealth {
  return { ...health, openUntil: new Date(now.getTime() + probeMs) };
}

/** Whether every attempt has failed for 5 days, this one included. */
export function isHopeless({ failingSince }: TargetHealth, now: Date): boolean {
  return failingSince !== null && now.getTime() - failingSince.getTime() >= hopelessMs;
}
