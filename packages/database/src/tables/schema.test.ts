import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as drizzleKit from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import * as tables from "./index.ts";

const meta = path.resolve(import.meta.dirname, "../../../../migrations/meta");

interface Snapshot {
  readonly id: string;
}

/** What is used of drizzle-kit, whose own types cannot be read by this compiler. */
interface SchemaTools {
  readonly generateMySQLDrizzleJson: (tables: object, previousId: string) => Promise<Snapshot>;
  readonly generateMySQLMigration: (from: Snapshot, to: Snapshot) => Promise<readonly string[]>;
}

// because its own types are errors to this compiler
const { generateMySQLDrizzleJson, generateMySQLMigration } = drizzleKit as unknown as SchemaTools;

describe("the tables", () => {
  it("are what the newest migration makes of the database", async () => {
    const newest = readdirSync(meta)
      .filter((name) => name.endsWith("_snapshot.json"))
      .toSorted()
      .at(-1);
    // because drizzle-kit wrote the file and reads it itself here
    const migrated = JSON.parse(readFileSync(path.join(meta, newest ?? ""), "utf8")) as Snapshot;
    const now = await generateMySQLDrizzleJson({ ...tables }, migrated.id);
    expect(await generateMySQLMigration(migrated, now)).toEqual([]);
  });
});
