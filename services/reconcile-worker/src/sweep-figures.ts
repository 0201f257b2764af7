import {
  addFigureHours,
  type Connection,
  type Database,
  hasHappened,
  inTransaction,
  listFigureHours,
  lockFigureHour,
  type PaymentFigureRow,
  type PaymentFigures,
  replaceFigures,
} from "@compose-pay/database";
import { dueFigureHours, isFigureHourDue, spanOfFigureHours } from "./due-figure-hours.ts";
import { createSliceReader, type FigureSlice, sliceMs } from "./figure-slices.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

const hourMs = 3_600_000;
const lookEveryMs = 10_000;
const hoursAtATime = 12;

/**
 * Rolls up what happened in each hour for the console's dashboard. An hour is read and written as a whole, by one process
 * at a time, so that doing it again changes nothing, and what was missed while nothing ran is made up for.
 */
export function sweepFigures({ database }: { readonly database: Database }): Sweep {
  const readSlice = createSliceReader();
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    name: "payment_figures",
    run: async (now) => {
      if (Math.abs(now.getTime() - lastMs) < lookEveryMs) return nothingTaken;
      const known = await listFigureHours(database.connection, spanOfFigureHours(now));
      const due = dueFigureHours(now, known);
      const hours = due.slice(0, hoursAtATime);
      const named = new Set(known.map(({ hour }) => hour.getTime()));
      await addFigureHours(
        database.connection,
        hours.filter((hour) => !named.has(hour.getTime())),
      );
      let taken = 0;
      for (const hour of hours) if (await rollUpHour(database, { hour, now, readSlice })) taken += 1;
      // Where others have them all, there is nothing to hurry for.
      const isFull = due.length > hours.length && taken > 0;
      if (!isFull) lastMs = now.getTime();
      return { taken, sent: taken, putOff: 0, isFull };
    },
  };
}

interface HourWork {
  readonly hour: Date;
  readonly now: Date;
  readonly readSlice: (connection: Connection, from: Date, now: Date) => Promise<FigureSlice>;
}

/** @returns whether it was done; another process may have it, or have done it */
async function rollUpHour(database: Database, work: HourWork): Promise<boolean> {
  const { hour, now } = work;
  return inTransaction(database, async (transaction) => {
    const locked = await lockFigureHour(transaction, hour);
    if (locked === null || !isFigureHourDue(locked, now)) return false;
    const startedAtMs = performance.now();
    const rows = await figuresOf(transaction, work);
    const tookMs = Math.round(performance.now() - startedAtMs);
    // `now` is from before the reading, so that what is committed meanwhile counts as not read.
    await replaceFigures(transaction, { hour, computedAt: now, tookMs }, rows);
    return true;
  });
}

async function figuresOf(
  connection: Connection,
  { hour, now, readSlice }: HourWork,
): Promise<readonly PaymentFigureRow[]> {
  const sums = new Map<string, PaymentFigureRow>();
  const from = hour.getTime();
  if (!(await hasHappened(connection, { from: hour, to: new Date(from + hourMs) }))) return [];
  for (let at = from; at < from + hourMs; at += sliceMs) {
    for (const { live, channel, method, ...figures } of await readSlice(connection, new Date(at), now)) {
      const key = `${live} ${channel} ${method}`;
      const before = sums.get(key) ?? { ...none, live, hour, channel, method };
      sums.set(key, added(before, figures));
    }
  }
  return [...sums.values()];
}

const counters = ["created", "succeeded", "failed", "closed", "amount", "refunds", "amountRefunded"] as const;
/** In the order of `answerBoundsMs`. */
const classes = [
  "within100",
  "within200",
  "within300",
  "within500",
  "within750",
  "within1000",
  "within1500",
  "within2000",
  "within3000",
  "within5000",
  "within10000",
  "beyond",
] as const;

type Counts = Readonly<Record<(typeof counters)[number] | (typeof classes)[number], number>>;

// because it has each of these names
const none = Object.fromEntries([...counters, ...classes].map((name) => [name, 0])) as Counts;

function added(row: PaymentFigureRow, figures: PaymentFigures): PaymentFigureRow {
  const sums = counters.map((name) => [name, row[name] + figures[name]] as const);
  const answers = classes.map((name, index) => [name, row[name] + (figures.answers[index] ?? 0)] as const);
  // because it has each of these names
  return { ...row, ...(Object.fromEntries([...sums, ...answers]) as Counts) };
}
