const longestText = 4_000;

/** What in a text gives a secret away, whoever wrote the text, and what stands there instead. */
const giveaways: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]{1,60}-----[\s\S]*?(-----END [^-]{1,60}-----|$)/g, "[redacted]"],
  // The user and password of a URL.
  [/(:\/\/)[^\s/@:]*:[^\s/@]*@/g, "$1[redacted]@"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, "$1 [redacted]"],
  // drizzle-orm ends the message of a failed query with the values that were bound to it.
  [/\nparams: [\s\S]*$/, ""],
];

/** The text without credentials that errors of clients are known to repeat, and cut to a bounded length. */
export function withoutSecrets(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return giveaways.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), cut);
}
