import { expect, it } from "vitest";
import { spanWords } from "./span-text.ts";

it.each([
  [0, "0 毫秒", "0 ms"],
  [999, "999 毫秒", "999 ms"],
  [1_000, "1.00 秒", "1.00 s"],
  [59_999, "59.99 秒", "59.99 s"],
  [60_000, "1 分 0 秒", "1 min 0 s"],
  [3_599_999, "59 分 59 秒", "59 min 59 s"],
  [7_500_000, "2 小时 5 分", "2 h 5 min"],
  [86_399_999, "23 小时 59 分", "23 h 59 min"],
  [97_200_000, "1 天 3 小时", "1 d 3 h"],
])("%d ms are %s", (ms, chinese, english) => {
  expect(spanWords["zh-CN"].of(ms)).toBe(chinese);
  expect(spanWords.en.of(ms)).toBe(english);
});
