import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { generateMySQLDrizzleJson, generateMySQLMigration } from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import * as tables from "./index.ts";

const meta = path.resolve(import.meta.dirname, "../../../../migrations/meta");

describe("the tables", () => {
  it("are what the newest migration makes of the database", async () => {
    const newest = readdirSync(meta)
      .filter((name) => name.endsWith("_snapshot.json"))
      .toSorted()
      .at(-1);
    // because drizzle-kit wrote the file and reads it itself here
    const migrated = JSON.parse(readFileSync(path.join(meta, newest ?? ""), "utf8")) as Parameters<
      typeof generateMySQLMigration
    >[0];
    const now = await generateMySQLDrizzleJson({ ...tables }, migrated.id);
    expect(await generateMySQLMigration(migrated, now)).toEqual([]);
  });
});
