import { defineWords } from "../shell/words.ts";

const fields: Readonly<Record<string, string>> = {
  second: "秒",
  minute: "分",
  hour: "时",
  day: "日",
  month: "月",
  dayOfWeek: "周",
};

/** The API's words about a schedule, and what they are in Chinese; the first that fits. */
const chinese: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [/^must be a cron expression/, () => "应为 5 段（分 时 日 月 周）或 6 段（第一段为秒），最长 128 个字符。"],
  [/Invalid value for (\w+)/, (field = "") => `“${fields[field] ?? field}”一段的取值超出范围。`],
  [/entry \d+ \((.*)\) contains illegal/, (part = "") => `含有不能识别的字符：${part}`],
  [/stepping|steps/, () => "步长（/ 之后的数）无效。"],
  [/From value is larger/, () => "区间的起点大于终点。"],
  [/^must come at least once/, () => "今后数年内不会执行任何一次，例如 2 月 31 日。"],
  [/^must be a time zone/, () => "请填写时区名称，例如 Asia/Shanghai。"],
];

function inChinese(message: string): string {
  for (const [pattern, say] of chinese) {
    const found = pattern.exec(message);
    if (found !== null) return say(...found.slice(1));
  }
  return "无法识别的 cron 表达式，请逐段检查。";
}

/** What is wrong with a schedule, of which the API says it in English. */
export const scheduleFaultWords = defineWords<{ readonly of: (message: string) => string }>(
  { of: inChinese },
  { of: (message) => message },
);
