/** A moment as a DATETIME(3) is written, for values that go as JSON. */
export function momentText(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString().slice(0, -1).replace("T", " ");
}
