import { describe, expect, it } from "vitest";
import { codeWords } from "./code-words.ts";

describe("a code", () => {
  it.each([
    ["amount_differs", "金额不符", "amount differs"],
    ["too_slow", "应答超时", "too slow"],
    ["status_500", "HTTP 500", "HTTP 500"],
    // What a channel says in its own way, and what an object has by itself.
    ["ACQ.TRADE_HAS_CLOSE", "ACQ.TRADE_HAS_CLOSE", "ACQ.TRADE_HAS_CLOSE"],
    ["constructor", "constructor", "constructor"],
    ["", "", ""],
  ])("%s is %s in Chinese and %s in English", (code, chinese, english) => {
    expect(codeWords["zh-CN"].of(code)).toBe(chinese);
    expect(codeWords.en.of(code)).toBe(english);
  });
});
