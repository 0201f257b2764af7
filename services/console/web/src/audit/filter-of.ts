/** The filters that a page's address names; what is empty is none. */
export function filterOf<Name extends string>(
  params: URLSearchParams,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const filter: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = params.get(name)?.trim() ?? "";
    if (value !== "") filter[name] = value;
  }
  return filter;
}

/** The address's query with these filters in place of those that were; what else it names stays. */
export function withFilter(
  params: URLSearchParams,
  filter: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const changed = new URLSearchParams(params);
  for (const [name, value = ""] of Object.entries(filter)) {
    if (value.trim() === "") changed.delete(name);
    else changed.set(name, value.trim());
  }
  return changed;
}
