export interface ChangedMember {
  readonly name: string;
  /** As JSON; null when there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The members of an act's `before` and `after` that differ; one without a name when they are no objects.
 *
 * @returns an empty list when nothing is known of either, or nothing differs
 */
export function changedMembers(details: unknown): readonly ChangedMember[] {
  const { before, after } = membersOf(details);
  if (before === undefined && after === undefined) return [];
  if (isPlain(before) || isPlain(after)) return differing([{ name: "", before, after }]);
  const [from, to] = [membersOf(before), membersOf(after)];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return differing(names.map((name) => ({ name, before: from[name], after: to[name] })));
}

/** JSON in lines, with what would change the order of its characters written out. */
export function shownJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2) ?? "";
  return text.replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function differing(
  members: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[],
): readonly ChangedMember[] {
  return members
    .map(({ name, before, after }) => ({ name, before: jsonOf(before), after: jsonOf(after) }))
    .filter(({ before, after }) => before !== after);
}

function jsonOf(value: unknown): string | null {
  return value === undefined || value === null ? null : shownJson(value);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Neither an object nor nothing. */
function isPlain(value: unknown): boolean {
  return value !== undefined && value !== null && (typeof value !== "object" || Array.isArray(value));
}
