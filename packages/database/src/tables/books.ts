import type { BookedKind, Method } from "@compose-pay/domain";
import { boolean, char, index, mysqlTable, primaryKey, varchar } from "../drizzle.ts";
import { fen, id, moment, word } from "./columns.ts";

/** A day of China, such as `2026-11-22`. */
export const day = (name: string) => char(name, { length: 10 });

/**
 * Our books: one row for each payment and refund that has succeeded, written in the transaction that says so, under the
 * day of China on which its channel says that it happened. Clustered as reconciliation reads it: by account, day and number.
 */
export const bookEntries = mysqlTable(
  "book_entries",
  {
    channelAccountId: id("channel_account_id").notNull(),
    day: day("day").notNull(),
    /** The attempt's id, or the refund's: the channel's `out_trade_no` or `out_refund_no`. */
    outNo: id("out_no").notNull(),
    kind: word<BookedKind>("kind").notNull(),
    appId: id("app_id").notNull(),
    live: boolean("live").notNull(),
    paymentId: id("payment_id").notNull(),
    method: word<Method>("method").notNull(),
    /** In fen, never negative; the kind says which way it went. */
    amount: fen("amount").notNull(),
    /** In fen; what a refund gives back of it is negative. */
    fee: fen("fee").notNull(),
    /** The channel's number: of a refund its own, where the channel gives it one. */
    channelNo: varchar("channel_no", { length: 64 }),
    occurredAt: moment("occurred_at").notNull(),
    bookedAt: moment("booked_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channelAccountId, table.day, table.outNo] }),
    index("book_entries_app_day").on(table.appId, table.live, table.day, table.outNo),
  ],
);

/** The books of one app and day, as they were built into its statement after reconciliation. */
export const statements = mysqlTable(
  "statements",
  {
    appId: id("app_id").notNull(),
    live: boolean("live").notNull(),
    day: day("day").notNull(),
    /** Of the CSV's bytes, in hex. */
    sha256: char("sha256", { length: 64 }).notNull(),
    /** `StatementTotals`, as JSON. */
    totals: varchar("totals", { length: 1024 }).notNull(),
    builtAt: moment("built_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.live, table.day] })],
);
