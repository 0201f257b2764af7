/** The attempts that are under way in a worker: at all, of one app, and at one target of it. */
export interface PlacesTaken {
  readonly all: number;
  readonly byApp: number;
  readonly atTarget: number;
}

/** Of the places that the other apps have left, the part that one app may have. */
const shareOfLeft = 0.25;

/**
 * How many more attempts at a target may begin. An app has at most a quarter of what the others have left, so that
 * however many of its receivers hang, others find places; each further app that fills its share leaves three quarters of
 * what was there.
 */
export function deliveryRoom(
  { all, byApp, atTarget }: PlacesTaken,
  { most, mostPerTarget }: { readonly most: number; readonly mostPerTarget: number },
): number {
  const ofApp = Math.ceil((most - (all - byApp)) * shareOfLeft) - byApp;
  return Math.max(0, Math.min(mostPerTarget - atTarget, ofApp, most - all));
}
