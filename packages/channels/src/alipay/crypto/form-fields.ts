import type { Fields } from "./signed-content.ts";

/** More than any notification has; they come from anybody, and what is signed must be sorted first. */
const mostFields = 200;

/**
 * Decodes `application/x-www-form-urlencoded` once, in UTF-8. A field that comes twice is refused: the
 * signature would be checked with one of its values and the other might be read.
 */
export function decodeForm(body: Buffer): Fields | null {
  const pairs = body.toString("utf8").split("&", mostFields + 1);
  if (pairs.length > mostFields) return null;
  const fields = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const key = decodePart(equals === -1 ? pair : pair.slice(0, equals));
    const value = decodePart(equals === -1 ? "" : pair.slice(equals + 1));
    if (!key || value === null || fields.has(key)) return null;
    fields.set(key, value);
  }
  return Object.fromEntries(fields);
}

function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}
