import { defineWords } from "../shell/words.ts";

interface Units {
  readonly ms: (count: string) => string;
  readonly s: (count: string) => string;
  readonly min: (minutes: string, seconds: string) => string;
  readonly h: (hours: string, minutes: string) => string;
  readonly d: (days: string, hours: string) => string;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function parts(ms: number, one: number, other: number): readonly [string, string] {
  return [String(Math.floor(ms / one)), String(Math.floor((ms % one) / other))];
}

/** The largest unit that fits and the next smaller one; what is left is cut off. */
function textIn(units: Units): (ms: number) => string {
  return (ms) => {
    if (ms < secondMs) return units.ms(String(Math.round(ms)));
    if (ms < minuteMs) return units.s((Math.floor(ms / 10) / 100).toFixed(2));
    if (ms < hourMs) return units.min(...parts(ms, minuteMs, secondMs));
    if (ms < dayMs) return units.h(...parts(ms, hourMs, minuteMs));
    return units.d(...parts(ms, dayMs, hourMs));
  };
}

/** A span of time for people, from milliseconds. */
export const spanWords = defineWords<{ readonly of: (ms: number) => string }>(
  {
    of: textIn({
      ms: (count) => `${count} 毫秒`,
      s: (count) => `${count} 秒`,
      min: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
      h: (hours, minutes) => `${hours} 小时 ${minutes} 分`,
      d: (days, hours) => `${days} 天 ${hours} 小时`,
    }),
  },
  {
    of: textIn({
      ms: (count) => `${count} ms`,
      s: (count) => `${count} s`,
      min: (minutes, seconds) => `${minutes} min ${seconds} s`,
      h: (hours, minutes) => `${hours} h ${minutes} min`,
      d: (days, hours) => `${days} d ${hours} h`,
    }),
  },
);
