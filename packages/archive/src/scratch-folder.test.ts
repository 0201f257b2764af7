import { mkdtemp, mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withScratchFolder } from "./scratch-folder.ts";

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "scratch-test-"));
});

afterEach(() => rm(parent, { recursive: true }));

describe("withScratchFolder", () => {
  it("leaves nothing, however the work ends", async () => {
    await withScratchFolder(path.join(parent, "new"), (folder) => writeFile(path.join(folder, "file"), "x"));
    const failing = withScratchFolder(path.join(parent, "new"), () => Promise.reject(new Error("broke")));
    await expect(failing).rejects.toThrow("broke");
    expect(await readdir(path.join(parent, "new"))).toEqual([]);
  });

  it("clears away what a killed process left a day ago, and nothing that is younger or not its own", async () => {
    const dayBefore = new Date(Date.now() - 25 * 3_600_000);
    for (const name of ["compose-pay-scratch-old", "compose-pay-scratch-young", "other-old"]) {
      await mkdir(path.join(parent, name));
      if (name.endsWith("old")) await utimes(path.join(parent, name), dayBefore, dayBefore);
    }
    await withScratchFolder(parent, () => Promise.resolve());
    expect(await readdir(parent)).toEqual(["compose-pay-scratch-young", "other-old"]);
  });
});
