const offsetMs = 8 * 60 * 60 * 1000;

/** `2026-01-31T08:00:00+08:00`, the form of WeChat Pay APIv3. */
export function toRfc3339(ms: number): string {
  return `${isoInChina(ms)}+08:00`;
}

/** `2026-01-31 08:00:00` in GMT+8, the form of the Alipay gateway. */
export function toGatewayTime(ms: number): string {
  return isoInChina(ms).replace("T", " ");
}

/** Reads `yyyy-MM-dd HH:mm:ss` in GMT+8; null when the text is no such time. */
export function fromGatewayTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text.replace(" ", "T")}+08:00`);
  return Number.isNaN(ms) ? null : ms;
}

/** `20260131` in GMT+8. */
export function toCompactDay(ms: number): string {
  return isoInChina(ms).slice(0, 10).replaceAll("-", "");
}

let latest = { second: Number.NaN, text: "" };

/** The lines of a bill come in the order of their times, many of them in the same second: the latest is kept. */
function isoInChina(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== latest.second) latest = { second, text: new Date(ms + offsetMs).toISOString().slice(0, 19) };
  return latest.text;
}
