import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

const prefix = "compose-pay-scratch-";

/** Longer than any work with one; what is older was left behind by a process that was killed. */
const leftBehindMs = 24 * 3_600_000;

/** Runs the work with a folder of its own inside `parent`, which is made when it is missing, and deletes it afterwards. */
export async function withScratchFolder<Result>(
  parent: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(parent, { recursive: true });
  await removeLeftBehind(parent);
  const folder = await mkdtemp(path.join(parent, prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeftBehind(parent: string): Promise<void> {
  const oldest = Date.now() - leftBehindMs;
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const folder of names.map((name) => path.join(parent, name))) {
    // Another process may be quicker, and another user's is not ours to clear away.
    const found = await stat(folder).catch(() => null);
    if (found === null || found.mtimeMs >= oldest) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
