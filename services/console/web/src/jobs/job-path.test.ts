import { describe, expect, it } from "vitest";
import { jobNameOf, jobPath } from "./job-path.ts";

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
