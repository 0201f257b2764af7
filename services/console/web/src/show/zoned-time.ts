/** What the clock on the wall of a zone shows, to the minute, as `datetime-local` fields have it: `2026-03-01T16:05`. */
export function wallTimeOf(at: string, timeZone: string): string {
  const parts = new Map(
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The moment at which the clock of a zone shows that, in UTC; null for what is no time. An hour that is skipped is taken as the next. */
export function momentOfWallTime(wall: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (moment: number) =>
    Date.parse(`${wallTimeOf(new Date(moment).toISOString(), timeZone)}Z`) -
    Math.floor(moment / 60_000) * 60_000;
  // The offset that holds then may differ from the one that is found first, on the day of a change.
  const near = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(near)).toISOString();
}
