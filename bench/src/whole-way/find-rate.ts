import type { WayRound } from "./way-round.ts";

/** The steps on which the highest rate is looked for. */
export const rateSteps = [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800] as const;

/** The customer must not wait longer for the merchant to know, in 99 of 100 payments. */
export const mostP99Ms = 1_000;

/** Whether the product kept up: nothing refused, nothing lost, and fast enough. */
export function holds(round: WayRound): boolean {
  return (
    round.unheard === 0 &&
    round.heldBack === 0 &&
    Object.keys(round.refused).length === 0 &&
    round.notice.p99Ms <= mostP99Ms
  );
}

/** Goes up the steps until one fails twice. @returns the highest that held, or the lowest step */
export async function findRate(probe: (perSecond: number) => Promise<WayRound>): Promise<number> {
  let best: number = rateSteps[0];
  for (const perSecond of rateSteps) {
    if (!holds(await probe(perSecond)) && !holds(await probe(perSecond))) return best;
    best = perSecond;
  }
  return best;
}

/** The step below, or the lowest. */
export function stepBelow(perSecond: number): number {
  return rateSteps.findLast((step) => step < perSecond) ?? rateSteps[0];
}
