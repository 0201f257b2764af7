import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as drizzleKit from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import * as tables from "./index.ts";

const meta = path.resolve(import.meta.dirname, "../../../../migrations/meta");

interface Column {
  readonly name: string;
  readonly notNull: boolean;
  readonly default?: unknown;
}

interface Snapshot {
  readonly id: string;
  readonly tables: Readonly<Record<string, { readonly columns: Readonly<Record<string, Column>> }>>;
}

/** What is used of drizzle-kit, whose own types cannot be read by this compiler. */
interface SchemaTools {
  readonly generateMySQLDrizzleJson: (tables: object, previousId: string) => Promise<Snapshot>;
  readonly generateMySQLMigration: (from: Snapshot, to: Snapshot) => Promise<readonly string[]>;
}

// because its own types are errors to this compiler
const { generateMySQLDrizzleJson, generateMySQLMigration } = drizzleKit as unknown as SchemaTools;

/** The released tables: from them on, an upgrade meets services of the version before. */
const firstRelease = 1;

describe("the tables", () => {
  it("are what the newest migration makes of the database", async () => {
    const migrated = readSnapshots().at(-1);
    const now = await generateMySQLDrizzleJson({ ...tables }, migrated?.id ?? "");
    expect(migrated && (await generateMySQLMigration(migrated, now))).toEqual([]);
  });

  it("take rows of services that do not know the newest columns yet", () => {
    const snapshots = readSnapshots();
    const demands = snapshots
      .slice(firstRelease + 1)
      .flatMap((snapshot, index) => newDemands(snapshots[firstRelease + index], snapshot));
    expect(demands).toEqual([]);
  });
});

function readSnapshots(): readonly Snapshot[] {
  return readdirSync(meta)
    .filter((name) => name.endsWith("_snapshot.json"))
    .toSorted()
    .map((name) => {
      // because drizzle-kit wrote the file and reads it itself here
      return JSON.parse(readFileSync(path.join(meta, name), "utf8")) as Snapshot;
    });
}

/** The columns of tables of before that an INSERT must name now and had not to before, as `table.column`. */
function newDemands(before: Snapshot | undefined, after: Snapshot): readonly string[] {
  return Object.entries(before?.tables ?? {}).flatMap(([name, table]) =>
    Object.values(after.tables[name]?.columns ?? {})
      .filter((column) => isDemanded(column) && !isDemanded(table.columns[column.name]))
      .map((column) => `${name}.${column.name}`),
  );
}

function isDemanded(column: Column | undefined): boolean {
  return column !== undefined && column.notNull && column.default === undefined;
}
