import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files that a test reads by their paths. */
export interface TestFiles {
  of(bytes: Buffer): Promise<string>;
  remove(): Promise<void>;
}

export async function openTestFiles(): Promise<TestFiles> {
  const directory = await mkdtemp(join(tmpdir(), "compose-pay-bills-"));
  let files = 0;
  return {
    of: async (bytes) => {
      const path = join(directory, `${(files += 1)}`);
      await writeFile(path, bytes);
      return path;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
