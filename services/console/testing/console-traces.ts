import type { Database } from "@compose-pay/database";
import { createLogger, type Logger } from "@compose-pay/runtime";

/** Everything that a console leaves behind: the rows of every table, and the lines of its log. */
export interface ConsoleTraces {
  /** For the console whose log is looked through. */
  readonly logger: Logger;
  text(database: Database): Promise<string>;
}

export function consoleTraces(): ConsoleTraces {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return {
    logger: createLogger({ service: "console", level: "trace", destination }),
    text: async (database) => {
      const tables = await valuesOf(database, "SHOW TABLES");
      const rows = [];
      for (const table of tables) rows.push(...(await valuesOf(database, `SELECT * FROM ${table}`)));
      return [...lines, ...rows].join("\n");
    },
  };
}

async function valuesOf({ pool }: Database, sql: string): Promise<readonly string[]> {
  const [rows] = await pool.query({ sql, rowsAsArray: true });
  // because rowsAsArray makes each row an array of its values
  return (rows as readonly (readonly unknown[])[]).flat().map(String);
}
