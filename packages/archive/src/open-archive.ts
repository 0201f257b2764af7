import path from "node:path";
import type { Archive } from "./archive.ts";
import { sha256OfKey } from "./archive-key.ts";
import type { ArchiveStore } from "./archive-store.ts";
import { openDirectoryStore } from "./directory-store.ts";
import { packFile, unpackFile } from "./pack-file.ts";
import { openS3Store, type S3Options } from "./s3-store.ts";
import { withScratchFolder } from "./scratch-folder.ts";
import type { ArchiveSettings } from "./settings.ts";

/** Opens nothing yet: the folder is made and the store is asked when the first file is kept. */
export function openArchive(settings: ArchiveSettings): Archive {
  const store = openStore(settings);
  return {
    keep: (content) =>
      withScratchFolder(store.scratchFolder, async (folder) => {
        const packed = await packFile(content, path.join(folder, "packed"));
        await store.put(packed);
        const { key, sha256, bytes, storedBytes } = packed;
        return { key, sha256, bytes, storedBytes };
      }),
    bring: async (key, toPath) => {
      const sha256 = sha256OfKey(key);
      await unpackFile(await store.read(key), toPath, sha256);
    },
    remove: async (key) => {
      sha256OfKey(key);
      await store.remove(key);
    },
    close: () => store.close(),
  };
}

function openStore(settings: ArchiveSettings): ArchiveStore {
  const { ARCHIVE_URL: location, SCRATCH_DIR: scratchFolder } = settings;
  if (location.kind === "directory") return openDirectoryStore(location.path);
  return openS3Store({ location, credentials: credentialsOf(settings), scratchFolder });
}

function credentialsOf(settings: ArchiveSettings): S3Options["credentials"] {
  const { ARCHIVE_ACCESS_KEY_ID: accessKeyId, ARCHIVE_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (accessKeyId === undefined && secretAccessKey === undefined) return null;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  throw new Error("ARCHIVE_ACCESS_KEY_ID and ARCHIVE_SECRET_ACCESS_KEY are given together");
}
