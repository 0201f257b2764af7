import { z } from "zod";

export interface TextBounds {
  readonly min: number;
  readonly max: number;
  /** Whether line breaks, tabs and other control characters (Unicode category Cc) are refused. */
  readonly isPlain?: boolean;
}

/**
 * A string whose length is counted in characters (Unicode code points), so that an emoji is one, as
 * JSON Schema counts. Lone surrogates are refused: they have no UTF-8 form, so neither a signature nor
 * a database could keep them.
 */
export function text({ min, max, isPlain = false }: TextBounds): z.ZodString {
  return z
    .string()
    .refine((value) => isWithin(value, min, max), `must be ${min} to ${max} characters long`)
    .refine((value) => value.isWellFormed(), "must not contain unpaired surrogates")
    .refine((value) => !isPlain || !/\p{Cc}/u.test(value), "must not contain control characters")
    .meta({
      minLength: min,
      maxLength: max,
      ...(isPlain && { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" }),
    });
}

/** Counts code points only when the cheap bounds on UTF-16 units do not decide. */
export function isWithin(value: string, min: number, max: number): boolean {
  if (value.length < min || value.length > 2 * max) return false;
  if (value.length <= max && value.length >= 2 * min) return true;
  const characters = Array.from(value).length;
  return characters >= min && characters <= max;
}
