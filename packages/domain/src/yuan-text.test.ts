import { expect, it } from "vitest";
import { yuanText } from "./yuan-text.ts";

it.each([
  [0, "0.00"],
  [1, "0.01"],
  [10, "0.10"],
  [123_456, "1234.56"],
  [-105, "-1.05"],
  [Number.MAX_SAFE_INTEGER, "90071992547409.91"],
])("%i fen are %s yuan", (fen, text) => {
  expect(yuanText(fen)).toBe(text);
});
