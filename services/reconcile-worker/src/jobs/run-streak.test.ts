import { describe, expect, it } from "vitest";
import { retriesOf, wasAlarmed } from "./run-streak.ts";

const run = (
  trigger: "schedule" | "retry" | "operator",
  outcome: "failed" | "lost" | "given_back" | "succeeded",
) => ({
  trigger,
  outcome,
});

describe("the retries of a run", () => {
  it("are those since its time came", () => {
    expect(retriesOf([])).toBe(0);
    expect(retriesOf([run("schedule", "failed"), run("retry", "failed")])).toBe(0);
    expect(
      retriesOf([
        run("retry", "failed"),
        run("retry", "lost"),
        run("schedule", "failed"),
        run("retry", "failed"),
      ]),
    ).toBe(2);
  });

  it("are no more by what a stopping process gave back", () => {
    expect(retriesOf([run("retry", "failed"), run("retry", "given_back"), run("schedule", "failed")])).toBe(
      1,
    );
  });
});

describe("a success", () => {
  it("is news after what somebody was told of, and only once", () => {
    expect(wasAlarmed("schedule", [run("retry", "failed"), run("schedule", "failed")])).toBe(true);
    expect(wasAlarmed("retry", [run("schedule", "lost")])).toBe(true);
    expect(wasAlarmed("retry", [run("schedule", "failed"), run("schedule", "succeeded")])).toBe(false);
    expect(wasAlarmed("schedule", [run("schedule", "succeeded"), run("schedule", "failed")])).toBe(false);
    expect(wasAlarmed("retry", [run("schedule", "given_back")])).toBe(false);
  });
});
