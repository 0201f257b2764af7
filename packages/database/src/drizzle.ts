import { createRequire } from "node:module";
import type * as Orm from "drizzle-orm";
import type * as Core from "drizzle-orm/mysql-core";
import type * as Driver from "drizzle-orm/mysql2";

/*
 * drizzle-orm by its CommonJS build. As ES modules its 450 files make Node read the library's manifest,
 * 180 kB because of its 447 entries, once for each file: 350 MB of memory and a second of every start.
 * Everything of drizzle is taken from here, so that there is one copy of it in a process.
 */
const load = createRequire(import.meta.url);

// because `require` answers `any`, and both builds have the same types
const orm = load("drizzle-orm") as typeof Orm;
const core = load("drizzle-orm/mysql-core") as typeof Core;
const driver = load("drizzle-orm/mysql2") as typeof Driver;

export const {
  and,
  asc,
  Column,
  desc,
  eq,
  getTableColumns,
  getTableName,
  gt,
  gte,
  inArray,
  is,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  ne,
  notInArray,
  or,
  Placeholder,
  sql,
  Table,
} = orm;
export const {
  bigint,
  boolean,
  char,
  customType,
  datetime,
  index,
  int,
  mediumtext,
  mysqlTable,
  primaryKey,
  QueryBuilder,
  text,
  uniqueIndex,
  varchar,
} = core;
export const { drizzle } = driver;
