import type { PackedFile } from "./pack-file.ts";

/** Where packed files are. Keys have been looked at by `sha256OfKey`. */
export interface ArchiveStore {
  /** The folder in which files are packed before they are put. */
  readonly scratchFolder: string;
  /** The file is there whole afterwards, or as before; `path` may be gone then. */
  put(packed: PackedFile): Promise<void>;
  /** @throws ArchiveError `missing` before the first byte */
  read(key: string): Promise<AsyncIterable<Uint8Array>>;
  remove(key: string): Promise<void>;
  close(): void;
}
