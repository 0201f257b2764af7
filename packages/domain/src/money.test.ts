import { describe, expect, it } from "vitest";
import { channelOf, methods, servedMethods } from "./method.ts";
import { equalMoney, isAmount, largestAmount } from "./money.ts";

describe("an amount", () => {
  it.each([
    [1, true],
    [largestAmount, true],
    [0, false],
    [-1, false],
    [1.5, false],
    [largestAmount + 1, false],
    [Number.NaN, false],
  ])("%d is one: %s", (value, expected) => {
    expect(isAmount(value)).toBe(expected);
  });

  it("equals another of the same sum and currency only", () => {
    expect(equalMoney({ amount: 1, currency: "CNY" }, { amount: 1, currency: "CNY" })).toBe(true);
    expect(equalMoney({ amount: 1, currency: "CNY" }, { amount: 2, currency: "CNY" })).toBe(false);
  });
});

describe("a method", () => {
  it("belongs to the channel its name begins with", () => {
    expect(methods.map((method) => [method, channelOf(method)])).toEqual(
      methods.map((method) => [method, method === "checkout" ? null : method.split("_")[0]]),
    );
  });

  it("that is served has a channel", () => {
    expect(servedMethods.every((method) => channelOf(method) !== null)).toBe(true);
  });
});
