/** Named texts of a request or a notification. */
export type Params = Readonly<Record<string, string>>;

/** `k=v` joined by `&` in ASCII order of the keys, values as they are (Alipay OpenAPI, RSA2 signature). */
export function joinSorted(params: Params, without: readonly string[]): string {
  return Object.entries(params)
    .filter(([key]) => !without.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}
