import { parseArgs } from "node:util";
import { LocalStackError } from "@compose-pay/local-stack";

export interface StartOptions {
  /** Stop after the tour. */
  readonly once: boolean;
  /** Begin without the data of before. */
  readonly fresh: boolean;
  /** Where the data lives; `.local` of the checkout when left out. */
  readonly data?: string | undefined;
}

/** @throws LocalStackError that names what is not known */
export function parseStartOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        data: { type: "string" },
      },
    });
    return values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LocalStackError(`${why}\nUse: npm start -- [--once] [--fresh] [--data <folder>]`);
  }
}
