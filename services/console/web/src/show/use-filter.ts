import { useListFilter } from "./use-list-filter.ts";

/** One filter of a list, which lives in the address; empty when it is not set. */
export function useFilter(name: string): readonly [string, (value: string) => void] {
  const { values, set } = useListFilter([name]);
  return [values[name] ?? "", (value) => set({ [name]: value })];
}

/** A word of an address if it is one of these: anybody can write an address. */
export function chosenOf<Choice extends string>(
  choices: readonly Choice[],
  written: string,
): Choice | undefined {
  return choices.find((choice) => choice === written);
}
