import type { Column as AnyColumn } from "drizzle-orm";
import type { QueryBuilder as Builder } from "drizzle-orm/mysql-core";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { Column, getTableColumns, is, Placeholder, QueryBuilder, Table } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";

/** A SELECT as drizzle words it; what it selects is named in full, column by column or by whole tables. */
interface WordedSelect<Row> {
  readonly _: { readonly selectedFields: object; readonly result: readonly Row[] };
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}

/** What fills a placeholder. Text, whole numbers and moments need no translation; a list is for `IN (…)`. */
type Values<Name extends string> = Readonly<Record<Name, string | number | Date | readonly string[]>>;

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly fields: readonly Field[];
}

/** Where a column of the answer goes in its row, such as `payment`, `orderNo`. */
interface Field {
  readonly path: readonly string[];
  readonly column: AnyColumn;
}

/**
 * A SELECT of a hot path. Drizzle takes longer to word one than the server takes to answer it, so that it is
 * worded once, at its first use, and rows are read without drizzle. Has no left joins: a row of nulls would
 * not be told from no row.
 *
 * @param word `sql.placeholder(name)` stands for each of the named values
 */
export function prepareSelect<Row, Name extends string = string>(
  word: (builder: Builder) => WordedSelect<Row>,
): (connection: Connection, values: Values<Name>) => Promise<Row[]> {
  let statement: Statement | undefined;
  return async (connection, values) => {
    statement ??= wordOnce(word(new QueryBuilder()));
    const { sql, parameters, fields } = statement;
    const given: Readonly<Record<string, unknown>> = values;
    const [rows] = await clientOf(connection).query<RowDataPacket[][]>(
      { sql, rowsAsArray: true },
      parameters.map((one) => (is(one, Placeholder) ? given[one.name] : one)),
    );
    // because the fields are those of the SELECT whose rows have this shape
    return rows.map((row) => readRow(fields, row) as Row);
  };
}

function wordOnce<Row>(select: WordedSelect<Row>): Statement {
  const { sql, params } = select.toSQL();
  return { sql, parameters: params, fields: fieldsOf(select._.selectedFields, []) };
}

function fieldsOf(selected: object, path: readonly string[]): readonly Field[] {
  return Object.entries(selected).flatMap(([name, one]: [string, unknown]): readonly Field[] => {
    if (is(one, Column)) return [{ path: [...path, name], column: one }];
    if (is(one, Table)) return fieldsOf(getTableColumns(one), [...path, name]);
    throw new Error(`a prepared SELECT takes columns and tables only, and ${name} is neither`);
  });
}

function readRow(fields: readonly Field[], values: readonly unknown[]): unknown {
  const row: Record<string, unknown> = {};
  fields.forEach(({ path: [first = "", second], column }, index) => {
    const value = values[index] ?? null;
    const read = value === null ? null : column.mapFromDriverValue(value);
    if (second === undefined) row[first] = read;
    // because only this line puts anything there
    else ((row[first] ??= {}) as Record<string, unknown>)[second] = read;
  });
  return row;
}
