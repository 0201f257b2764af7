import { describe, expect, it } from "vitest";
import { visibleText } from "./visible-text.ts";

describe("text of others", () => {
  it.each([
    ["tea 茶 🍵 <b>\n\tindented\r\n", "tea 茶 🍵 <b>\n\tindented\r\n"],
    ["paid\u202eon", "paid\\u{202e}on"],
    ["nul\u0000, escape\u001b[31m", "nul\\u{0000}, escape\\u{001b}[31m"],
    ["zero\u200bwidth, lone \ud800", "zero\\u{200b}width, lone \\u{d800}"],
  ])("shows what cannot be seen, and the rest as it is: %j", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});
