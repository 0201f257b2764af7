/**
 * What somebody has typed, on top of what stands there now: a field that they have not touched has the newest value, and
 * one that they have keeps theirs.
 *
 * @param begun the draft as it was when they began
 */
export function rebased<Draft extends object>(draft: Draft, begun: Draft, newest: Draft): Draft {
  const typed = Object.entries(draft).filter(
    ([name, value]) => !isSame(value, Object.entries(begun).find(([one]) => one === name)?.[1]),
  );
  // because these are members of the draft
  return { ...newest, ...(Object.fromEntries(typed) as Partial<Draft>) };
}

/** Of drafts, which are plain data. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
