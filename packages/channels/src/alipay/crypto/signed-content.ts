/** Request parameters or the fields of a notification. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Alipay OpenAPI, the string under a signature: `key=value` sorted by key and joined with `&`, values as
 * they are (not url-encoded).
 */
export function contentOf(fields: Fields, isIncluded: (key: string, value: string) => boolean): string {
  return Object.entries(fields)
    .filter(([key, value]) => isIncluded(key, value))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}
