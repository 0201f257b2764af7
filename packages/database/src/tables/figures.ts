import type { ChannelName, Method } from "@compose-pay/domain";
import { boolean, int, mysqlTable, primaryKey } from "../drizzle.ts";
import { fen, moment, word } from "./columns.ts";

/**
 * What happened in one hour, by channel and method: rolled up from `state_changes`, so that no page has to sum payments
 * up. An hour is written as a whole; `figure_hours` says which are there.
 */
export const paymentFigures = mysqlTable(
  "payment_figures",
  {
    live: boolean("live").notNull(),
    /** Its beginning; a day of China has 24 of them. */
    hour: moment("hour").notNull(),
    channel: word<ChannelName>("channel").notNull(),
    method: word<Method>("method").notNull(),
    /** Attempts that were sent to their channel, or given up before. */
    created: int("created").notNull(),
    /** Attempts that ended in the hour; one that was closed and is paid after all counts in both hours. */
    succeeded: int("succeeded").notNull(),
    failed: int("failed").notNull(),
    closed: int("closed").notNull(),
    /** Of the attempts that succeeded, in fen. */
    amount: fen("amount").notNull(),
    /** Refunds that succeeded, and their amount in fen. */
    refunds: int("refunds").notNull(),
    amountRefunded: fen("amount_refunded").notNull(),
    /** Times from an attempt's creation to the channel's first answer, counted by the classes of `answerBoundsMs`. */
    within100: int("within_100").notNull(),
    within200: int("within_200").notNull(),
    within300: int("within_300").notNull(),
    within500: int("within_500").notNull(),
    within750: int("within_750").notNull(),
    within1000: int("within_1000").notNull(),
    within1500: int("within_1500").notNull(),
    within2000: int("within_2000").notNull(),
    within3000: int("within_3000").notNull(),
    within5000: int("within_5000").notNull(),
    within10000: int("within_10000").notNull(),
    beyond: int("beyond").notNull(),
  },
  (table) => [primaryKey({ columns: [table.live, table.hour, table.channel, table.method] })],
);

/** Hours whose figures were rolled up, those in which nothing happened too. */
export const figureHours = mysqlTable("figure_hours", {
  hour: moment("hour").primaryKey(),
  /** What was committed by then is in it. Null while it was never rolled up. */
  computedAt: moment("computed_at"),
  tookMs: int("took_ms").notNull(),
});
