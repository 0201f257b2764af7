import { text } from "@compose-pay/contracts";
import { largestAmount, servedMethods } from "@compose-pay/domain";
import { integerSetting } from "@compose-pay/runtime";
import { z } from "zod";
import type { Parameter } from "./command.ts";

/** @param prefix the one that ids of this kind begin with */
export function idOf(kind: string, prefix: string): z.ZodType<string> {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,28}$`), `must be the id of ${kind} (${prefix}_…)`);
}

/** A name or a note on one line, in characters. */
export function lineOf(longest: number): z.ZodType<string> {
  return z
    .string()
    .trim()
    .pipe(text({ min: 1, max: longest, isPlain: true }));
}

export function integerOf(least: number, most: number, fallback?: number): z.ZodType<number> {
  const schema = integerSetting(least, most);
  return fallback === undefined ? schema : schema.default(fallback);
}

/** An amount in fen that may be left out, which is no bound. */
export function optionalFenOf(least: number): z.ZodType<number | null> {
  return integerOf(least, largestAmount)
    .optional()
    .transform((amount) => amount ?? null);
}

/** A switch that is off unless it is written. */
export const isOn: z.ZodType<boolean> = z.boolean().default(false);

export const appParameter = {
  usage: "--app <id>",
  help: "the app's id",
  schema: idOf("an app", "app"),
} satisfies Parameter<string>;

export const methodParameter = {
  usage: "--method <method>",
  help: `one of ${servedMethods.join(", ")}`,
  schema: z.enum(servedMethods, `must be one of ${servedMethods.join(", ")}`),
} satisfies Parameter;

const mostRows = 100;

/** What every list takes. */
export const pageParameters = {
  limit: {
    usage: "--limit <rows>",
    help: `rows of the page, 1 to ${mostRows} (default ${mostRows})`,
    schema: integerOf(1, mostRows, mostRows),
  },
  startingAfter: {
    usage: "--starting-after <cursor>",
    help: "go on behind this row: next_cursor of the page before",
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{1,64}$/, "must be the next_cursor of the page before")
      .optional(),
  },
} satisfies Readonly<Record<string, Parameter>>;
