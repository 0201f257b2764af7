import { type Archive, archiveSettings, openArchive } from "@compose-pay/archive";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "./read-command-settings.ts";

/** Runs the work with the configured archive and closes its connections after it. */
export async function withArchive<Result>(
  context: CommandContext,
  work: (deps: { readonly archive: Archive; readonly scratchFolder: string }) => Promise<Result>,
): Promise<Result> {
  const settings = readCommandSettings(context, z.object(archiveSettings));
  const archive = openArchive(settings);
  try {
    return await work({ archive, scratchFolder: settings.SCRATCH_DIR });
  } finally {
    archive.close();
  }
}
