import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ArchiveError } from "./archive.ts";
import type { ArchiveStore } from "./archive-store.ts";

/** Files lie under their keys in a folder, which may be shared by machines: a rename is what makes them count. */
export function openDirectoryStore(folder: string): ArchiveStore {
  const root = path.resolve(folder);
  return {
    // Inside, because a rename does not reach another file system.
    scratchFolder: path.join(root, ".partial"),
    put: async (packed) => {
      const target = path.join(root, packed.key);
      const parent = path.dirname(target);
      await mkdir(parent, { recursive: true });
      await rename(packed.path, target);
      await flushFolder(parent);
      await flushFolder(root);
    },
    read: async (key) => {
      const file = await openIfThere(path.join(root, key));
      if (file === null) throw new ArchiveError("missing", `nothing is kept under ${key}`);
      return file.createReadStream();
    },
    remove: (key) => rm(path.join(root, key), { force: true }),
    close: () => {},
  };
}

/** A new name lasts when its folder is written, too. Windows has no such thing. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
