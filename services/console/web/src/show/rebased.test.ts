import { describe, expect, it } from "vitest";
import { rebased } from "./rebased.ts";

describe("what is typed", () => {
  const begun = { name: "one", rate: 60, types: ["a"], note: "" };

  it("stays where it was touched, and is the newest everywhere else", () => {
    const draft = { ...begun, rate: 70 };
    const newest = { name: "two", rate: 80, types: ["a", "b"], note: "" };
    expect(rebased(draft, begun, newest)).toEqual({ name: "two", rate: 70, types: ["a", "b"], note: "" });
  });

  it("stays also where it was emptied, or put in another order", () => {
    const draft = { ...begun, name: "", types: [] };
    expect(rebased(draft, begun, { ...begun, name: "two", types: ["c"] })).toEqual(draft);
  });

  it("is nothing where nothing was touched", () => {
    const newest = { name: "two", rate: 1, types: [], note: "x" };
    expect(rebased(begun, begun, newest)).toEqual(newest);
  });
});
