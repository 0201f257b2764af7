/** Those that most people here need, which browsers do not all list under these names. */
const first = ["Asia/Shanghai", "UTC"];

/** The time zones that can be chosen: the usual ones and the one of now first, then all that the browser knows. */
export function timeZonesWith(current: string): readonly string[] {
  return [...new Set([...first, current, ...Intl.supportedValuesOf("timeZone")])];
}
