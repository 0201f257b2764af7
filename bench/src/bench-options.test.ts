import { describe, expect, it } from "vitest";
import { parseBenchOptions } from "./bench-options.ts";

describe("the options of the benchmarks", () => {
  it("are all benchmarks, five rounds and a minute when nothing is said", () => {
    const { names, rounds, seconds, rows } = parseBenchOptions([]);
    expect([...names]).toEqual([
      "create",
      "deliveries",
      "isolation-of-endpoints",
      "backlog",
      "overhead",
      "signing",
      "isolation",
      "reconcile",
      "console",
      "whole-way",
      "memory",
      "bill-parse",
      "start",
    ]);
    expect([rounds, seconds, rows]).toEqual([5, 60, [1_000_000]]);
  });

  it("are those that are named", () => {
    const { names, rounds } = parseBenchOptions(["start", "create", "--rounds", "1"]);
    expect([...names]).toEqual(["start", "create"]);
    expect(rounds).toBe(1);
  });

  it("are several sizes of a bill where several are given", () => {
    expect(parseBenchOptions(["reconcile", "--rows", "1000000,10000000"]).rows).toEqual([1e6, 1e7]);
  });

  it("refuse what they do not know", () => {
    expect(() => parseBenchOptions(["speed"])).toThrow('"speed" is none of');
    expect(() => parseBenchOptions(["--rounds", "0"])).toThrow("--rounds is a whole number");
    expect(() => parseBenchOptions(["--seconds", "1.5"])).toThrow("--seconds is a whole number");
    expect(() => parseBenchOptions(["--rows", "9999"])).toThrow("--rows is a whole number from 10000 to");
  });
});
