import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.resolve(fileURLToPath(import.meta.url), "../../../../migrations");
const between = "--> statement-breakpoint";

export interface Migration {
  /** The name of its file without `.sql`. */
  readonly tag: string;
  /** Milliseconds; what a database records it by, as drizzle's own migrator does. */
  readonly writtenAt: number;
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  readonly statements: readonly string[];
}

/** Every migration that this version has, in the order in which they are applied. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const journal = await readFile(path.join(folder, "meta/_journal.json"), "utf8");
  // because drizzle-kit writes this file and its shape is part of the migrator's contract
  const { entries } = JSON.parse(journal) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  return Promise.all(
    entries.map(async ({ tag, when }) => {
      const text = await readFile(path.join(folder, `${tag}.sql`), "utf8");
      const hash = createHash("sha256").update(text).digest("hex");
      return { tag, writtenAt: when, hash, statements: text.split(between) };
    }),
  );
}
