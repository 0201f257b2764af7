/** Amounts in bills have up to five decimals (fees). They are summed in units of 0.00001 yuan, exactly. */
export const unitsPerYuan = 100_000;
const unitsPerFen = 1_000;
const decimalsRead = 5;

/** Beyond it sums would leave what a number can hold exactly. */
const mostDigits = 10;

/**
 * `-12.34` of a row, in units of 0.00001 yuan. Reads the bytes where they lie: a bill has millions of them.
 *
 * @returns NaN for anything that is no plain decimal number
 */
export function unitsAt(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === minus;
  const first = isNegative ? start + 1 : start;
  let at = first;
  let units = 0;
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) break;
    units = units * 10 + digit;
  }
  if (at === first || at - first > mostDigits) return Number.NaN;
  let decimals = 0;
  if (at < end) {
    if (bytes[at] !== point || at + 1 === end) return Number.NaN;
    for (at += 1; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit < 0 || digit > 9 || (decimals === decimalsRead && digit > 0)) return Number.NaN;
      if (decimals === decimalsRead) continue;
      units = units * 10 + digit;
      decimals += 1;
    }
  }
  for (; decimals < decimalsRead; decimals += 1) units *= 10;
  return isNegative && units > 0 ? -units : units;
}

const zero = 0x30;
const point = 0x2e;
const minus = 0x2d;

/** Fen of an amount that has whole ones; NaN for any other. */
export function wholeFen(units: number): number {
  return units % unitsPerFen === 0 ? units / unitsPerFen : Number.NaN;
}

/** To whole fen, a half away from zero. */
export function roundedFen(units: number): number {
  const fen = Math.floor((Math.abs(units) + unitsPerFen / 2) / unitsPerFen);
  return units < 0 && fen > 0 ? -fen : fen;
}

/**
 * A number of a bill's summary, in the same units; counts come this way too. Channels print sums as
 * floating-point numbers: `45.0`, `1.2345678E7`, or with a tail of the binary fraction, which is rounded off.
 *
 * @returns NaN for anything else
 */
export function unitsOfSummary(text: string): number {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,20}))?(?:E(-?\d{1,2}))?$/.exec(text);
  if (parts === null) return Number.NaN;
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const shift = decimalsRead - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedDown(digits, 10n ** BigInt(-shift));
  return sign === "-" && units > 0n ? -Number(units) : Number(units);
}

function roundedDown(digits: bigint, divisor: bigint): bigint {
  return (digits + divisor / 2n) / divisor;
}

/** For people. */
export function yuanOfUnits(units: number): string {
  return (units / unitsPerYuan).toFixed(decimalsRead);
}
