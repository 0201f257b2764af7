import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runChild } from "../testing/run-child.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let empty: TestInstallation;

beforeEach(async () => {
  empty = await openInstallation();
});

afterEach(() => empty.close());

describe("npm run cli -- migrate", () => {
  it("says what to do when the database has no tables", async () => {
    const error = errorOf(await runChild(["merchant", "create", "--name", "x", "--json"], empty.env));
    expect(error).toMatchObject({ exitCode: 1, code: "schema_outdated" });
    expect(error.message).toContain("run npm run migrate first");
  });

  it("migrates once when ten processes do it at once", { timeout: 120_000 }, async () => {
    const runs = Array.from({ length: 10 }, () => runChild(["migrate", "--json"], empty.env));
    const reports = (await Promise.all(runs)).map(documentOf);
    const total = reports[0]?.["total"];
    expect(total).toBeGreaterThan(0);
    expect(reports.filter(({ applied }) => applied === total)).toHaveLength(1);
    expect(reports.filter(({ applied }) => applied === 0)).toHaveLength(9);
  });
});
