/** A moment as a DATETIME(3) is written, for values that go as JSON. */
export function momentText(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString().slice(0, -1).replace("T", " ");
}

/** What the driver gives for a DATETIME in UTC where no column reads it. */
export function readMoment(text: string): Date {
  return new Date(`${text.replace(" ", "T")}Z`);
}
