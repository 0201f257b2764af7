import { parseArgs } from "node:util";

export const benchNames = [
  "create",
  "deliveries",
  "isolation-of-endpoints",
  "backlog",
  "overhead",
  "signing",
  "isolation",
  "reconcile",
  "console",
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
  /** How many lines the bills of `reconcile` have. */
  readonly rows: readonly number[];
}

/** @throws an Error that says how it is used */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "60" },
      rows: { type: "string", default: "1000000" },
    },
  });
  const names = positionals.map((given) => {
    const name = benchNames.find((one) => one === given);
    if (name === undefined) throw new Error(`"${given}" is none of ${benchNames.join(", ")}`);
    return name;
  });
  return {
    names: new Set(names.length === 0 ? benchNames : names),
    rounds: wholeNumber("rounds", values.rounds, { least: 1, most: 20 }),
    seconds: wholeNumber("seconds", values.seconds, { least: 1, most: 600 }),
    rows: values.rows.split(",").map((text) => wholeNumber("rows", text, rowsOfBill)),
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** Fewer than these have no room for 1 000 differences. */
const rowsOfBill: Range = { least: 10_000, most: 10_000_000 };

function wholeNumber(name: string, text: string, { least, most }: Range): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`--${name} is a whole number from ${least} to ${most}`);
}
