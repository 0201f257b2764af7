import { DependencyError } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { isDependencyFailure } from "./dependency-failure.ts";
import { PublishError } from "./publish-error.ts";

describe("isDependencyFailure", () => {
  it.each([
    ["what is named so", new DependencyError("redis", "away")],
    ["a message that could not be sent", new PublishError("not_connected")],
    ["a refused connection", Object.assign(new Error("x"), { code: "ECONNREFUSED" })],
    ["a deadlock", Object.assign(new Error("x"), { errno: 1213 })],
    [
      "one deep among the causes",
      new Error("a", { cause: new Error("b", { cause: new PublishError("nacked") }) }),
    ],
  ])("knows %s", (_, error) => {
    expect(isDependencyFailure(error)).toBe(true);
  });

  it.each([
    ["an error of our own", new TypeError("x is not a function")],
    ["a duplicate row", Object.assign(new Error("x"), { errno: 1062 })],
    ["something that is no error", "away"],
  ])("does not excuse %s", (_, error) => {
    expect(isDependencyFailure(error)).toBe(false);
  });
});
