import { useSearchParams } from "react-router";

export interface Search {
  /** Empty where the address says nothing. */
  get(name: string): string;
  /** Changes these and leaves the others; an empty one is taken away. */
  set(changes: Readonly<Record<string, string>>): void;
}

/** What a page shows, as its address has it: a link to the page shows the same. */
export function useSearch(): Search {
  const [search, setSearch] = useSearchParams();
  return {
    get: (name) => search.get(name) ?? "",
    set: (changes) =>
      setSearch((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
  };
}

/** Only those that say something, for the input of a route. */
export function given<Fields extends Readonly<Record<string, string>>>(fields: Fields): Partial<Fields> {
  // because it has the same members, or fewer
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")) as Partial<Fields>;
}
