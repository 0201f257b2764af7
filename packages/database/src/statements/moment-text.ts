/** A moment as a DATETIME(3) is written, for values that go as JSON. */
export function momentText(moment: Date | null): string | null {
  if (moment === null) return null;
  const iso = moment.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, -1)}`;
}

/** What the driver gives for a DATETIME in UTC where no column reads it. */
export function readMoment(text: string): Date {
  return new Date(`${text.replace(" ", "T")}Z`);
}
