/** An object of a JSON document, and the keys that lead to it. */
export interface DocumentNode {
  readonly path: readonly string[];
  readonly node: Readonly<Record<string, unknown>>;
}

/** What stands at the end of the keys, or undefined where there is nothing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((here, key) => (isObject(here) ? here[key] : undefined), value);
}

/** The object at the end of the keys. Throws when there is none. */
export function objectAt(value: unknown, ...keys: readonly string[]): Readonly<Record<string, unknown>> {
  const found = at(value, ...keys);
  if (!isObject(found)) throw new Error(`nothing at ${keys.join(".")}`);
  return found;
}

/** Every object within a document, arrays included by their numbers. */
export function nodesOf(value: unknown, path: readonly string[] = []): readonly DocumentNode[] {
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, member]) => nodesOf(member, [...path, key]));
  return [{ path, node: value }, ...inner];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
