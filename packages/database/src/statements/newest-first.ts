import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { momentText } from "./moment-text.ts";

/** Where a page begins: behind the last row of the one before. */
export interface PageMark {
  readonly createdAt: Date;
  readonly id: string;
}

/** The part of a list that every list by (created_at, id) has. */
export interface NewestFirstPage {
  /** Inclusive. */
  readonly createdFrom?: Date | undefined;
  /** Exclusive. */
  readonly createdBefore?: Date | undefined;
  readonly after?: PageMark | undefined;
  readonly limit: number;
}

/** Values of the columns with which an index begins, in its order; behind them it has `created_at` and `id`. */
export type Branch = readonly (string | boolean)[];

export interface NewestFirst {
  readonly table: string;
  readonly index: string;
  /** The columns with which the index begins. */
  readonly columns: readonly string[];
  /** One at least. */
  readonly branches: readonly Branch[];
  readonly page: NewestFirstPage;
}

export interface WordedStatement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * The ids of a page, newest first by (created_at, id). Each branch reads its end of the index and so many entries of it
 * as the page holds at most, however long the table is; only those are put in order together.
 */
export function newestFirstStatement(read: NewestFirst): WordedStatement {
  const { table, index, columns, branches, page } = read;
  if (branches.length === 0) throw new Error(`a list of ${table} has no branch`);
  const { conditions, values } = conditionsOf(page);
  const where = [...columns.map((column) => `\`${column}\` = ?`), ...conditions].join(" AND ");
  const order = "ORDER BY created_at DESC, id DESC LIMIT ?";
  const one = `SELECT id, created_at FROM \`${table}\` FORCE INDEX (\`${index}\`) WHERE ${where} ${order}`;
  const valuesOf = (branch: Branch) => [...branch, ...values, page.limit];
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return { sql: one, values: valuesOf(only) };
  return {
    sql: `${branches.map(() => `(${one})`).join(" UNION ALL ")} ${order}`,
    values: [...branches.flatMap(valuesOf), page.limit],
  };
}

export async function readNewestIds(connection: Connection, read: NewestFirst): Promise<readonly string[]> {
  const { sql, values } = newestFirstStatement(read);
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(sql, [...values]);
  return rows.map((row) => String(row["id"]));
}

function conditionsOf({ createdFrom, createdBefore, after }: NewestFirstPage) {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, ...given: readonly unknown[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (createdFrom !== undefined) add("created_at >= ?", momentText(createdFrom));
  if (createdBefore !== undefined) add("created_at < ?", momentText(createdBefore));
  if (after !== undefined) {
    const at = momentText(after.createdAt);
    add("created_at <= ?", at);
    add("(created_at < ? OR (created_at = ? AND id < ?))", at, at, after.id);
  }
  return { conditions, values };
}

/** Rows that were found by their ids, in the order of these. */
export function inOrderOf<Row>(
  ids: readonly string[],
  rows: readonly Row[],
  idOf: (row: Row) => string,
): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
