import { z } from "zod";

const longest = 256;
/** Scheme, authority, rest. URL parsers repair backslashes and blanks, each differently. */
const shape = /^https?:\/\/([^\s\\/?#\p{Cc}]+)(?:[/?#][^\s\\\p{Cc}]*)?$/iu;

/**
 * An http or https URL without user information, which logs and lists would show. Whether its host may be
 * called is decided at each call.
 */
export const webAddress = z
  .string()
  .max(longest, `must be at most ${longest} characters long`)
  .refine((text) => shape.exec(text)?.[1]?.includes("@") === false && URL.canParse(text), {
    error: "must be an absolute http or https URL without user information",
  });
