import { z } from "zod";

/** Longest URL the API takes, in characters: WeChat Pay's own limit of a notify_url. */
export const longestUrl = 256;

/** Scheme, authority, rest, of the characters of RFC 3986: URL parsers repair all others, each differently. */
const shape = /^https?:\/\/([\w.~:@!$&'()*+,;=%[\]-]+)(?:[/?#][\w.~:@!$&'()*+,;=%[\]/?#-]*)?$/i;

/** An absolute http or https URL without user information, which is shown and never called. */
export const httpUrl = z
  .string()
  .refine((value) => value.length <= longestUrl, `must be at most ${longestUrl} characters long`)
  .refine(
    (value) => value.length > longestUrl || isHttpUrl(value),
    "must be an absolute http or https URL without user information",
  )
  .meta({ format: "uri", maxLength: longestUrl, pattern: "^[Hh][Tt][Tt][Pp][Ss]?://" });

function isHttpUrl(value: string): boolean {
  const authority = shape.exec(value)?.[1];
  return authority !== undefined && !authority.includes("@") && URL.canParse(value);
}
