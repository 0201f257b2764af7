import { describe, expect, it } from "vitest";
import { jobNameOf, jobPath, partsOfJob } from "./job-path.ts";

describe("the path of a job's page", () => {
  it.each([
    ["purge-journals", "/jobs/purge-journals"],
    ["bills-and-reconciliation:acc_1", "/jobs/bills-and-reconciliation/acc_1"],
  ])("of %s is %s, and leads back to it", (name, path) => {
    expect(jobPath(name)).toBe(path);
    const [, , kind, subject] = path.split("/");
    expect(jobNameOf({ kind, subject })).toBe(name);
  });
});

it("a job's name has its kind and what it is about", () => {
  expect(partsOfJob("purge-journals")).toEqual({ kind: "purge-journals", subject: null });
  expect(partsOfJob("bills-and-reconciliation:acc_1")).toEqual({
    kind: "bills-and-reconciliation",
    subject: "acc_1",
  });
});
