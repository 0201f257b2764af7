import type { DeliveryRound } from "./delivery-round.ts";

/** The merchant must not wait longer for the first attempt, in 99 of 100 events. */
export const mostArrivalP99Ms = 250;

/** Parts of the highest throughput at which an open loop is tried, rising. */
const parts = [0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1] as const;
/** Rates are multiples of it. */
const stepPerSecond = 10;

/** Whether the product kept up: nothing held back, and fast enough. Where something is lost, the round throws. */
export function holds({ heldBack, arrival }: DeliveryRound): boolean {
  return heldBack === 0 && arrival.p99Ms <= mostArrivalP99Ms;
}

/**
 * Goes up in parts of the highest throughput until one fails twice.
 *
 * @returns the highest rate that held, in deliveries a second; 0 when none did
 */
export async function findDeliveryRate(
  closedPerSecond: number,
  probe: (perSecond: number) => Promise<DeliveryRound>,
): Promise<number> {
  let best = 0;
  for (const part of parts) {
    const perSecond = Math.max(1, Math.round((closedPerSecond * part) / stepPerSecond)) * stepPerSecond;
    if (!holds(await probe(perSecond)) && !holds(await probe(perSecond))) return best;
    best = perSecond;
  }
  return best;
}
