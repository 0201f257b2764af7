import { bigint, customType, datetime, varchar } from "../drizzle.ts";

/** Every id is text, time-ordered, with a prefix, at most 32 characters. */
export const id = (name: string) => varchar(name, { length: 32 });

/** A moment in UTC, to the millisecond. */
export const moment = (name: string) => datetime(name, { mode: "date", fsp: 3 });

/** Money in the currency's minor unit (fen); BIGINT, read as a safe integer. */
export const fen = (name: string) => bigint(name, { mode: "number" });

/** One word of a closed list; text and not ENUM, so that a new word is no change of the table. */
export const word = <Word extends string>(name: string) => varchar(name, { length: 32 }).$type<Word>();

export const currency = () => varchar("currency", { length: 3 }).notNull();

export const traceId = () => varchar("trace_id", { length: 64 }).notNull();

/** A web address as the merchant gave it. */
export const address = (name: string) => varchar(name, { length: 512 });

/**
 * JSON kept as the text it was written as: a JSON column of MySQL reorders the members and is read
 * differently by MariaDB, and what a merchant gave comes back unchanged.
 */
export const jsonText = customType<{ data: unknown; driverData: string }>({
  dataType: () => "mediumtext",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text): unknown => JSON.parse(text),
});

/** Exact bytes, up to 16 MiB by the type; the doors bound them far lower. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "mediumblob" });
