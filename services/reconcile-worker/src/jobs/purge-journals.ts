import {
  type Database,
  deleteBillLines,
  findOldBills,
  inTransaction,
  listChannelAccounts,
  type PurgedJournal,
  purgedJournals,
  purgeEvents,
  purgeJournal,
  purgeNotifications,
} from "@compose-pay/database";
import { pause } from "../pause.ts";
import type { JobContext, JobWork } from "./job.ts";

/** How long rows are kept, in days. */
export interface Retention {
  readonly journalDays: number;
  readonly eventDays: number;
  readonly billLineDays: number;
  readonly jobRunDays: number;
}

export interface PurgeOptions {
  readonly database: Database;
  readonly retention: Retention;
  /** Rows in one transaction. Default 500. */
  readonly batch?: number;
  /** After each batch the database is left to others. Default 100. */
  readonly restMs?: number;
}

interface Purge extends Required<PurgeOptions> {
  readonly context: JobContext;
}

const dayMs = 86_400_000;
const billsInPage = 200;
const accountsInPage = 200;

/**
 * Deletes what is older than it is kept, in batches along an index by time, each in a transaction of its own. What waits
 * for somebody stays: notifications that were not processed, events whose deliveries have not ended, bills of a day whose
 * reconciliation is not done with, runs that run. Journals and changes of state go by age alone, also those of a refund
 * that is still open: nothing decides by them.
 */
export function purgeOldRows(options: PurgeOptions): JobWork {
  return async (context) => {
    const purge: Purge = { batch: 500, restMs: 100, ...options, context };
    for (const journal of purgedJournals) {
      const before = cutoff(purge, daysOf(journal, purge.retention));
      const { connection } = purge.database;
      const gone = await inBatches(purge, (limit) => purgeJournal(connection, journal, { before, limit }));
      context.say(`${journal}: ${gone} rows from before ${before.toISOString()}`);
    }
    await purgeOldNotifications(purge);
    await purgeOldEvents(purge);
    await purgeOldBillLines(purge);
  };
}

function daysOf(journal: PurgedJournal, { journalDays, jobRunDays }: Retention): number {
  return journal === "job_runs" ? jobRunDays : journalDays;
}

async function purgeOldNotifications(purge: Purge): Promise<void> {
  const before = cutoff(purge, purge.retention.journalDays);
  const { connection } = purge.database;
  // A batch is of one verdict, so that one that is not full says nothing about the others.
  let gone = 0;
  for (let last = -1; last !== 0; gone += last) {
    last = await purgeNotifications(connection, { before, limit: purge.batch });
    await rest(purge);
  }
  purge.context.say(`channel_notifications: ${gone} rows from before ${before.toISOString()}`);
}

async function purgeOldEvents(purge: Purge): Promise<void> {
  const before = cutoff(purge, purge.retention.eventDays);
  const gone = { events: 0, deliveries: 0 };
  for (let after: string | null = ""; after !== null;) {
    const from: string = after;
    const purged = await inTransaction(purge.database, (transaction) =>
      purgeEvents(transaction, { after: from, before, limit: purge.batch }),
    );
    gone.events += purged.events;
    gone.deliveries += purged.deliveries;
    after = purged.next;
    await rest(purge);
  }
  purge.context.say(
    `events: ${gone.events} rows, deliveries: ${gone.deliveries} rows from before ${before.toISOString()}`,
  );
}

async function purgeOldBillLines(purge: Purge): Promise<void> {
  const { connection } = purge.database;
  const upTo = cutoff(purge, purge.retention.billLineDays).toISOString().slice(0, 10);
  let gone = 0;
  for (let after: string | undefined, isMore = true; isMore;) {
    const accounts = await listChannelAccounts(connection, { after, limit: accountsInPage });
    for (const { id } of accounts) gone += await purgeLinesOfAccount(purge, id, upTo);
    after = accounts.at(-1)?.id;
    isMore = accounts.length === accountsInPage;
  }
  purge.context.say(`bill_lines: ${gone} rows of days up to ${upTo}`);
}

/** From the newest of the old days on, up to where the nights before have been. */
async function purgeLinesOfAccount(purge: Purge, accountId: string, upTo: string): Promise<number> {
  const { connection } = purge.database;
  let gone = 0;
  for (let from = upTo; ;) {
    const bills = await findOldBills(connection, { accountId, upTo: from }, billsInPage);
    const old = bills.filter(({ hasLines, isNeeded }) => hasLines && !isNeeded);
    for (const { id } of old) {
      gone += await inBatches(purge, (limit) => deleteBillLines(connection, id, limit));
    }
    // The last day may go on in the next page, so that this one begins with it.
    const last = bills.at(-1)?.day ?? from;
    if (old.length === 0 || bills.length < billsInPage || last === from) return gone;
    from = last;
  }
}

function cutoff({ context }: Pick<Purge, "context">, days: number): Date {
  return new Date(context.clock.now().getTime() - days * dayMs);
}

/** Until one is not full. */
async function inBatches(purge: Purge, take: (limit: number) => Promise<number>): Promise<number> {
  let gone = 0;
  for (;;) {
    const taken = await take(purge.batch);
    gone += taken;
    await rest(purge);
    if (taken < purge.batch) return gone;
  }
}

async function rest({ context: { signal }, restMs }: Purge): Promise<void> {
  signal.throwIfAborted();
  await pause(restMs, signal);
}
