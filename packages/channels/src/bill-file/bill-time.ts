const chinaOffsetHours = 8;
const textBytes = "2026-11-22 18:00:00".length;

/**
 * `2026-11-22 18:00:00` of China where it lies in a bill, as milliseconds since 1970.
 *
 * @returns NaN for anything but a second of a day that exists
 */
export function chinaTimeAt(bytes: Buffer, start: number, end: number): number {
  if (end - start !== textBytes || !hasSeparators(bytes, start)) return Number.NaN;
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  // A part that is no number makes the sum NaN, and every comparison with it false.
  const isTime = hour <= 23 && minute <= 59 && second <= 59;
  const isDay = year >= 2000 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  if (!isTime || !isDay) return Number.NaN;
  return Date.UTC(year, month - 1, day, hour - chinaOffsetHours, minute, second);
}

function hasSeparators(bytes: Buffer, start: number): boolean {
  return (
    bytes[start + 4] === dash &&
    bytes[start + 7] === dash &&
    bytes[start + 10] === space &&
    bytes[start + 13] === colon &&
    bytes[start + 16] === colon
  );
}

const dash = 0x2d;
const space = 0x20;
const colon = 0x3a;
const zero = 0x30;

function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - zero;
  const ones = (bytes[at + 1] ?? 0) - zero;
  const areDigits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return areDigits ? tens * 10 + ones : Number.NaN;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
