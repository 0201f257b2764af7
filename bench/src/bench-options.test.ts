import { describe, expect, it } from "vitest";
import { parseBenchOptions } from "./bench-options.ts";

describe("the options of the benchmarks", () => {
  it("are all benchmarks, five rounds and a minute when nothing is said", () => {
    const { names, rounds, seconds } = parseBenchOptions([]);
    expect([...names]).toEqual([
      "create",
      "deliveries",
      "isolation-of-endpoints",
      "backlog",
      "overhead",
      "signing",
      "isolation",
      "whole-way",
      "memory",
      "bill-parse",
      "start",
    ]);
    expect([rounds, seconds]).toEqual([5, 60]);
  });

  it("are those that are named", () => {
    const { names, rounds } = parseBenchOptions(["start", "create", "--rounds", "1"]);
    expect([...names]).toEqual(["start", "create"]);
    expect(rounds).toBe(1);
  });

  it("refuse what they do not know", () => {
    expect(() => parseBenchOptions(["speed"])).toThrow('"speed" is none of');
    expect(() => parseBenchOptions(["--rounds", "0"])).toThrow("--rounds is a whole number");
    expect(() => parseBenchOptions(["--seconds", "1.5"])).toThrow("--seconds is a whole number");
  });
});
