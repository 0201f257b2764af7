/** Of the places of a worker that are free, the part that one target may take. */
const shareOfFree = 0.25;

/**
 * How many more deliveries to one target may begin. A target takes at most `mostPerTarget`, and at most a quarter of
 * what is free, so that however many hang, there is a place for the next one.
 */
export function deliveryRoom(
  { underWay, most }: { readonly underWay: number; readonly most: number },
  { underWayHere, mostPerTarget }: { readonly underWayHere: number; readonly mostPerTarget: number },
): number {
  const share = Math.ceil((most - underWay) * shareOfFree);
  return Math.max(0, Math.min(mostPerTarget - underWayHere, share));
}
