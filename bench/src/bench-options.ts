import { parseArgs } from "node:util";

export const benchNames = [
  "create",
  "deliveries",
  "isolation-of-endpoints",
  "backlog",
  "overhead",
  "signing",
  "isolation",
  "whole-way",
  "memory",
  "bill-parse",
  "start",
] as const;
export type BenchName = (typeof benchNames)[number];

export interface BenchOptions {
  readonly names: ReadonlySet<BenchName>;
  readonly rounds: number;
  /** How long a round of the whole way lasts. */
  readonly seconds: number;
}

/** @throws an Error that says how it is used */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "60" },
    },
  });
  const names = positionals.map((given) => {
    const name = benchNames.find((one) => one === given);
    if (name === undefined) throw new Error(`"${given}" is none of ${benchNames.join(", ")}`);
    return name;
  });
  return {
    names: new Set(names.length === 0 ? benchNames : names),
    rounds: wholeNumber("rounds", values.rounds, 20),
    seconds: wholeNumber("seconds", values.seconds, 600),
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Error(`--${name} is a whole number from 1 to ${most}`);
}
