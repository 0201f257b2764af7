import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { ArchiveError, withScratchFolder } from "@compose-pay/archive";
import type { ConsoleDeps } from "../console-deps.ts";

export interface OpenBillFile {
  readonly handle: FileHandle;
  /** By what it begins with: how the file's name ends. */
  readonly extension: "zip" | "csv";
}

/**
 * Brings a raw file from the archive and opens it, once it is found to be what was kept. Its name is gone when it is
 * open, so that nothing is left of it once it is closed, whatever becomes of this process.
 *
 * @returns null when the archive has lost or damaged it
 */
export async function openBillFile(
  { archive, settings }: Pick<ConsoleDeps, "archive" | "settings">,
  archiveKey: string,
): Promise<OpenBillFile | null> {
  try {
    return await withScratchFolder(settings.SCRATCH_DIR, async (folder) => {
      const file = path.join(folder, "bill");
      await archive.bring(archiveKey, file);
      const handle = await open(file);
      return { handle, extension: await extensionOf(handle) };
    });
  } catch (error) {
    if (error instanceof ArchiveError && (error.fault === "missing" || error.fault === "damaged"))
      return null;
    throw error;
  }
}

/** A ZIP's local file header (PKWARE's APPNOTE, section 4.3.7). */
async function extensionOf(handle: FileHandle): Promise<OpenBillFile["extension"]> {
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) ? "zip" : "csv";
}
