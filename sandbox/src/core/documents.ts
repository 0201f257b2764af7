import type { DatabaseSync } from "node:sqlite";
import type { z } from "zod";

/** Named JSON documents: keys, certificates, accounts, the clock's offset. Few, small, read at start. */
export type Documents = {
  /** The document parsed by `schema`, or null. A document that does not fit throws: the file is damaged. */
  find<T>(name: string, schema: z.ZodType<T>): T | null;
  /** Every document whose name starts with `prefix`, by name. */
  list<T>(prefix: string, schema: z.ZodType<T>): readonly T[];
  save(name: string, document: unknown): void;
  /** Nothing happens when there is none. */
  remove(name: string): void;
};

export function openDocuments(database: DatabaseSync): Documents {
  const one = database.prepare("SELECT document FROM documents WHERE name = ?");
  const many = database.prepare("SELECT document FROM documents WHERE substr(name, 1, ?) = ? ORDER BY name");
  const put = database.prepare("INSERT OR REPLACE INTO documents (name, document) VALUES (?, ?)");
  const drop = database.prepare("DELETE FROM documents WHERE name = ?");
  return {
    find(name, schema) {
      const row = one.get(name);
      return row === undefined ? null : schema.parse(JSON.parse(String(row["document"])));
    },
    list(prefix, schema) {
      return many.all(prefix.length, prefix).map((row) => schema.parse(JSON.parse(String(row["document"]))));
    },
    save(name, document) {
      put.run(name, JSON.stringify(document));
    },
    remove(name) {
      drop.run(name);
    },
  };
}
