import { useSearchParams } from "react-router";

/** One filter of a list, which lives in the address; empty when it is not set. */
export function useFilter(name: string): readonly [string, (value: string) => void] {
  const [parameters, setParameters] = useSearchParams();
  const set = (value: string) =>
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === "") after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return [parameters.get(name) ?? "", set];
}

/** A word of an address if it is one of these: anybody can write an address. */
export function chosenOf<Choice extends string>(
  choices: readonly Choice[],
  written: string,
): Choice | undefined {
  return choices.find((choice) => choice === written);
}
