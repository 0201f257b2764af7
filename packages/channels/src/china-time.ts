/**
 * Both channels tell time in China Standard Time (+08:00, no daylight saving), whatever the time zone of
 * the process is.
 */
const offsetMs = 8 * 3_600_000;

/** `2026-11-22T18:00:00+08:00`: WeChat Pay's times. Fractions of a second are cut off. */
export function chinaRfc3339(time: Date): string {
  return `${shifted(time).slice(0, 19)}+08:00`;
}

/** `2026-11-22 18:00:00`: Alipay's times. */
export function chinaDateTime(time: Date): string {
  return shifted(time).slice(0, 19).replace("T", " ");
}

/** Null for anything but `yyyy-MM-dd HH:mm:ss` of a day that exists. */
export function readChinaDateTime(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const time = new Date(`${text.replace(" ", "T")}+08:00`);
  return Number.isNaN(time.getTime()) || chinaDateTime(time) !== text ? null : time;
}

function shifted(time: Date): string {
  return new Date(time.getTime() + offsetMs).toISOString();
}
