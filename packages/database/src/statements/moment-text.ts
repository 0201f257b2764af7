/** A moment as a DATETIME(3) is written, for values that go as JSON. */
export function momentText(moment: Date | null): string | null {
  if (moment === null) return null;
  const iso = moment.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, -1)}`;
}

/** What the driver gives for a DATETIME in UTC where no column reads it; by its digits, three times as fast as by ISO. */
export function readMoment(text: string): Date {
  if (text.length !== "2026-11-22 10:00:00.000".length) return new Date(`${text.replace(" ", "T")}Z`);
  const two = (at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * zero;
  const ms = (text.charCodeAt(20) - zero) * 100 + two(21);
  return new Date(Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), ms));
}

const zero = "0".charCodeAt(0);

const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));

/** The same for moments by the thousand, of which nearly all are of one day: that is worded once. */
export function createMomentWriter(): (moment: Date) => string {
  let day = Number.NaN;
  let date = "";
  return (moment) => {
    const at = moment.getTime();
    if (Math.floor(at / dayMs) !== day) {
      day = Math.floor(at / dayMs);
      date = moment.toISOString().slice(0, 10);
    }
    const ms = at - day * dayMs;
    const time = `${padded(ms / 3_600_000)}:${padded((ms / 60_000) % 60)}:${padded((ms / 1_000) % 60)}`;
    return `${date} ${time}.${String(ms % 1_000).padStart(3, "0")}`;
  };
}

function padded(value: number): string {
  return twoDigits[Math.floor(value)] ?? "";
}
