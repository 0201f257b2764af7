/** Where a list that is sorted by a moment and an id, or a name, goes on. */
export interface MomentPlace {
  readonly at: Date;
  readonly id: string;
}

export function writeMomentCursor({ at, id }: MomentPlace): string {
  return `${at.getTime()}.${id}`;
}

/** What is later no server can compare with a moment of its own. */
const endOfMomentsMs = Date.UTC(10_000, 0);

/** @returns null for what no page has answered */
export function readMomentCursor(cursor: string): MomentPlace | null {
  const found = /^(\d{1,15})\.([0-9a-z_:-]{1,96})$/.exec(cursor);
  if (found === null) return null;
  const [, ms = "", id = ""] = found;
  return Number(ms) < endOfMomentsMs ? { at: new Date(Number(ms)), id } : null;
}
