import { useSearchParams } from "react-router";

export interface ListFilter<Name extends string> {
  /** What is set; the others are not there. */
  readonly values: { readonly [Key in Name]?: string };
  /** Sets or, with an empty text, takes away; all at once. */
  readonly set: (changes: { readonly [Key in Name]?: string }) => void;
}

/** The filters of a list, which live in the page's address: it can be sent to somebody, and the way back finds them. */
export function useListFilter<Name extends string>(names: readonly Name[]): ListFilter<Name> {
  const [parameters, setParameters] = useSearchParams();
  const entries = names.flatMap((name) => {
    const value = parameters.get(name);
    return value === null || value === "" ? [] : [[name, value] as const];
  });
  return {
    // because the keys are of `names`
    values: Object.fromEntries(entries) as { readonly [Key in Name]?: string },
    set: (changes) =>
      setParameters((before) => {
        const next = new URLSearchParams(before);
        for (const name of names) {
          const value = changes[name];
          if (value === undefined) continue;
          if (value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
  };
}
