import { describe, expect, it } from "vitest";
import { ConsoleProblem } from "./console-problem.ts";
import { mayReadAgain } from "./may-read-again.ts";

describe("reading again", () => {
  it("is tried twice where the trouble may pass", () => {
    const passing = new ConsoleProblem("unreachable", "no answer came");
    expect([0, 1, 2].map((retries) => mayReadAgain(retries, passing))).toEqual([true, true, false]);
    expect(mayReadAgain(0, new ConsoleProblem("overloaded", "too many calls"))).toBe(true);
  });

  it("is not tried where a refusal is the answer, nor after a fault of the page", () => {
    for (const code of [
      "not_signed_in",
      "not_permitted",
      "not_found",
      "invalid_request",
      "rate_limited",
    ] as const)
      expect(mayReadAgain(0, new ConsoleProblem(code, "no")), code).toBe(false);
    expect(mayReadAgain(0, new TypeError("undefined is not a function"))).toBe(false);
  });
});
