import { describe, expect, it } from "vitest";
import { scheduleFaultWords } from "./schedule-fault-words.ts";

describe("what is wrong with a schedule", () => {
  it.each([
    [
      "must be a cron expression of at most 128 characters with 5 fields (minute, hour, day, month, weekday) or 6 (second first)",
      "应为 5 段（分 时 日 月 周）或 6 段（第一段为秒），最长 128 个字符。",
    ],
    ["is no cron expression: Invalid value for hour: 25", "“时”一段的取值超出范围。"],
    [
      "is no cron expression: configuration entry 1 (a) contains illegal characters.",
      "含有不能识别的字符：a",
    ],
    ["is no cron expression: Syntax error, illegal stepping: 0", "步长（/ 之后的数）无效。"],
    ["is no cron expression: From value is larger than to value: '5-1'", "区间的起点大于终点。"],
    ["must come at least once in the years to come", "今后数年内不会执行任何一次，例如 2 月 31 日。"],
    ["must be a time zone by its name, such as Asia/Shanghai", "请填写时区名称，例如 Asia/Shanghai。"],
    ["what a later version says", "无法识别的 cron 表达式，请逐段检查。"],
  ])("%s is said in Chinese, and in English as it is", (message, chinese) => {
    expect(scheduleFaultWords["zh-CN"].of(message)).toBe(chinese);
    expect(scheduleFaultWords.en.of(message)).toBe(message);
  });
});
