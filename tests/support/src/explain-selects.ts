import type { Pool, RowDataPacket } from "mysql2/promise";

/** How the server reads one table of a statement; a row of `EXPLAIN`. */
export interface PlanRow {
  readonly table: string | null;
  /** `ALL` is a scan of the table, `index` one of an index. */
  readonly type: string | null;
  readonly key: string | null;
  /** How many rows the server means to read. */
  readonly rows: number;
  readonly extra: string | null;
}

export interface ExplainedSelect {
  readonly sql: string;
  readonly plan: readonly PlanRow[];
}

interface Recorded {
  addCommand(command: { readonly sql?: unknown }): unknown;
}

/** Writes down every SELECT that a pool sends while `work` runs, and asks the server afterwards how it reads each. */
export async function explainSelects(
  pool: Pool,
  work: () => Promise<unknown>,
): Promise<readonly ExplainedSelect[]> {
  const statements: string[] = [];
  const restores: (() => void)[] = [];
  const seen = new Set<unknown>();
  const record = (connection: unknown): void => {
    if (seen.has(connection)) return;
    seen.add(connection);
    // because the driver sends everything by this method and does not say so in its types
    const recorded = connection as Recorded;
    const addCommand = recorded.addCommand.bind(recorded);
    recorded.addCommand = (command) => {
      if (typeof command.sql === "string" && /^[(\s]*select\b/i.test(command.sql))
        statements.push(command.sql);
      return addCommand(command);
    };
    restores.push(() => (recorded.addCommand = addCommand));
  };
  pool.on("acquire", record);
  try {
    await work();
  } finally {
    pool.off("acquire", record);
    for (const restore of restores) restore();
  }
  const explained: ExplainedSelect[] = [];
  for (const sql of statements) explained.push({ sql, plan: await explain(pool, sql) });
  return explained;
}

async function explain(pool: Pool, sql: string): Promise<readonly PlanRow[]> {
  const [rows] = await pool.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`);
  return rows.map((row) => ({
    table: text(row["table"]),
    type: text(row["type"]),
    key: text(row["key"]),
    rows: Number(row["rows"] ?? 0),
    extra: text(row["Extra"]),
  }));
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
