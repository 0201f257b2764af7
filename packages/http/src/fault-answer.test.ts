import { createLogger, DependencyError, Overload } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { createFaultAnswer } from "./fault-answer.ts";

const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
const faultAnswer = createFaultAnswer(createLogger({ service: "test", level: "info", destination }));

describe("the answer to a fault", () => {
  it.each([
    ["the database refuses the connection", Object.assign(new Error("x"), { code: "ECONNREFUSED" })],
    [
      "a query failed because of it",
      new Error("query", { cause: Object.assign(new Error("x"), { errno: 2013 }) }),
    ],
    ["a deadlock did not end", Object.assign(new Error("x"), { errno: 1213 })],
    ["the broker is away", new DependencyError("broker", "away")],
    ["too many payments wait", new Overload("too many payments wait")],
  ])("is overloaded with a time to come again: %s", (_, error) => {
    const answer = faultAnswer(error, "req_1");
    expect(answer).toMatchObject({ kind: "problem", code: "overloaded", headers: { "Retry-After": "2" } });
  });

  it("tells nothing of a bug, and logs all of it under the request id", () => {
    lines.length = 0;
    const answer = faultAnswer(new TypeError("undefined is not a payment"), "req_bug");
    expect(answer).toMatchObject({ kind: "problem", code: "internal_error" });
    expect(JSON.stringify(answer)).not.toContain("payment");
    expect(lines.join("")).toContain("undefined is not a payment");
    expect(lines.join("")).toContain("req_bug");
  });
});
