import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { momentText } from "./moment-text.ts";

/** Where a page begins: behind the last row of the one before. */
export interface PageMark {
  readonly createdAt: Date;
  readonly id: string;
}

/** The part of a list that every list by a moment and an id has; the moment is `created_at` unless the reading says otherwise. */
export interface NewestFirstPage {
  /** Inclusive. */
  readonly createdFrom?: Date | undefined;
  /** Exclusive. */
  readonly createdBefore?: Date | undefined;
  readonly after?: PageMark | undefined;
  readonly limit: number;
}

/** Values of the columns with which an index begins, in its order; behind them it has the moment and `id`. */
export type Branch = readonly (string | boolean)[];

export interface NewestFirst {
  readonly table: string;
  readonly index: string;
  /** The columns with which the index begins. */
  readonly columns: readonly string[];
  /** One at least. */
  readonly branches: readonly Branch[];
  /** The column of the moment; `created_at` when left out. */
  readonly moment?: string;
  readonly page: NewestFirstPage;
}

export interface WordedStatement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * The ids of a page, newest first by (moment, id). Each branch reads its end of the index and so many entries of it
 * as the page holds at most, however long the table is; only those are put in order together.
 */
export function newestFirstStatement(read: NewestFirst): WordedStatement {
  const { table, index, columns, branches, moment = "created_at", page } = read;
  if (branches.length === 0) throw new Error(`a list of ${table} has no branch`);
  const { conditions, values } = newestFirstConditions({ moment, id: "id" }, page);
  const where = [...columns.map((column) => `\`${column}\` = ?`), ...conditions].join(" AND ");
  const order = `ORDER BY ${moment} DESC, id DESC LIMIT ?`;
  const one = `SELECT id, ${moment} FROM \`${table}\` FORCE INDEX (\`${index}\`) WHERE ${where} ${order}`;
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

/** @param columns the names of the moment and of the id, as SQL has them */
export function newestFirstConditions(
  { moment, id }: { readonly moment: string; readonly id: string },
  { createdFrom, createdBefore, after }: NewestFirstPage,
) {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, ...given: readonly unknown[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (createdFrom !== undefined) add(`${moment} >= ?`, momentText(createdFrom));
  if (createdBefore !== undefined) add(`${moment} < ?`, momentText(createdBefore));
  if (after !== undefined) {
    const at = momentText(after.createdAt);
    add(`${moment} <= ?`, at);
    add(`(${moment} < ? OR (${moment} = ? AND ${id} < ?))`, at, at, after.id);
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
