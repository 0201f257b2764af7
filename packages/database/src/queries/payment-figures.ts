import { answerBoundsMs, type ChannelName, type Method } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, eq, gte, lt } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { readMoment } from "../statements/moment-text.ts";
import { figureHours, paymentFigures } from "../tables/index.ts";

export type PaymentFigureRow = typeof paymentFigures.$inferSelect;
export type FigureHourRow = typeof figureHours.$inferSelect;

/** Sums over what happened. Money is in fen. */
export interface PaymentFigures {
  readonly created: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly closed: number;
  readonly amount: number;
  readonly refunds: number;
  readonly amountRefunded: number;
  /** By the classes of `answerBoundsMs`, the one without an upper bound last. */
  readonly answers: readonly number[];
}

/** A span of time, its end not included. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

const counters = "created, succeeded, failed, closed, amount, refunds, amount_refunded";
const classes = [...answerBoundsMs.map((boundMs) => `within_${boundMs}`), "beyond"];

const answeredMs = "TIMESTAMPDIFF(MICROSECOND, a.created_at, c.at) / 1000";
const isAnswer = "c.subject = 'attempt' AND c.from_state = 'submitted'";

/** Counts the answers of one class; clocks of two processes may differ, so that the first one has no lower bound. */
function classSum(name: string, index: number): string {
  const lower = answerBoundsMs[index - 1];
  const upper = answerBoundsMs[index];
  const rules = [
    isAnswer,
    ...(lower === undefined ? [] : [`${answeredMs} > ${lower}`]),
    ...(upper === undefined ? [] : [`${answeredMs} <= ${upper}`]),
  ];
  return `COALESCE(SUM(${rules.join(" AND ")}), 0) AS ${name}`;
}

const isAttempt = (rule: string) => `c.subject = 'attempt' AND ${rule}`;
const isRefunded = "c.subject = 'refund' AND c.to_state = 'succeeded'";

/**
 * Along the index of the moment; the rest is found by primary keys. The order is ours, because an optimizer that begins with
 * the few accounts reads the span once for each of them.
 */
const whatHappened =
  "SELECT STRAIGHT_JOIN ac.live AS live, ac.channel AS channel, COALESCE(a.method, r.method) AS of_method, " +
  `SUM(${isAttempt("c.from_state = 'created'")}) AS created, ` +
  `SUM(${isAttempt("c.to_state = 'succeeded'")}) AS succeeded, ` +
  `SUM(${isAttempt("c.to_state = 'failed'")}) AS failed, ` +
  `SUM(${isAttempt("c.to_state = 'closed'")}) AS closed, ` +
  `SUM(IF(${isAttempt("c.to_state = 'succeeded'")}, a.amount, 0)) AS amount, ` +
  `SUM(${isRefunded}) AS refunds, SUM(IF(${isRefunded}, r.amount, 0)) AS amount_refunded, ` +
  `${classes.map(classSum).join(", ")} ` +
  "FROM state_changes AS c FORCE INDEX (state_changes_at) " +
  "LEFT JOIN attempts AS a FORCE INDEX (PRIMARY) ON c.subject = 'attempt' AND a.id = c.subject_id " +
  "LEFT JOIN refunds AS r FORCE INDEX (PRIMARY) ON c.subject = 'refund' AND r.id = c.subject_id " +
  "JOIN channel_accounts AS ac FORCE INDEX (PRIMARY) ON ac.id = COALESCE(a.channel_account_id, r.channel_account_id) " +
  "WHERE c.at >= ? AND c.at < ? AND c.subject IN ('attempt', 'refund') " +
  "GROUP BY ac.live, ac.channel, of_method";

/** Sums up what happened in a span, by mode, channel and method; reads each change of it once. */
export async function sumWhatHappened(
  connection: Connection,
  { from, to }: Span,
): Promise<readonly (Pick<PaymentFigureRow, "live" | "channel" | "method"> & PaymentFigures)[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(whatHappened, [from, to]);
  return rows.map((row) => ({
    live: Number(row["live"]) === 1,
    // because the columns are of these types
    channel: row["channel"] as ChannelName,
    method: row["of_method"] as Method,
    ...figuresOf(row),
  }));
}

/** Whether anything happened in a span. */
export async function hasHappened(connection: Connection, { from, to }: Span): Promise<boolean> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT 1 FROM state_changes FORCE INDEX (state_changes_at) WHERE at >= ? AND at < ? LIMIT 1",
    [from, to],
  );
  return rows.length > 0;
}

/**
 * Takes an hour for whoever rolls it up, so that the later word stands. For one transaction.
 *
 * @returns null when another process has it
 */
export async function lockFigureHour(transaction: Connection, hour: Date): Promise<FigureHourRow | null> {
  const [row] = await transaction
    .select()
    .from(figureHours)
    .where(eq(figureHours.hour, hour))
    .for("update", { skipLocked: true });
  return row ?? null;
}

/** Gives hours a row that have none. */
export async function addFigureHours(connection: Connection, hours: readonly Date[]): Promise<void> {
  await insertHours(
    connection,
    hours.map((hour) => ({ hour, computedAt: null, tookMs: 0 })),
  );
}

const insertHours = insertRows(figureHours, "took_ms = took_ms");

export async function listFigureHours(connection: Connection, { from, to }: Span): Promise<FigureHourRow[]> {
  const { hour } = figureHours;
  return connection
    .select()
    .from(figureHours)
    .where(and(gte(hour, from), lt(hour, to)));
}

/** Writes an hour as a whole. For the transaction that has locked it. */
export async function replaceFigures(
  transaction: Connection,
  { hour, ...computed }: FigureHourRow,
  rows: readonly PaymentFigureRow[],
): Promise<void> {
  for (const live of [false, true])
    await transaction
      .delete(paymentFigures)
      .where(and(eq(paymentFigures.live, live), eq(paymentFigures.hour, hour)));
  await insertFigures(transaction, rows);
  await transaction.update(figureHours).set(computed).where(eq(figureHours.hour, hour));
}

const insertFigures = insertRows(paymentFigures);

/** What hours are summed up by. `day` is one of China, and begins at 16:00 in UTC. */
export type FigureStep = "hour" | "day";

const steps: Readonly<Record<FigureStep, string>> = {
  hour: "hour",
  day: "DATE(hour + INTERVAL 8 HOUR) - INTERVAL 8 HOUR",
};

export interface FigurePoint extends PaymentFigures {
  /** When the hour or the day begins. */
  readonly at: Date;
  readonly channel: ChannelName;
}

/** Sums of hours, by step and channel, the earliest first; what has none is left out. */
export async function listFigurePoints(
  connection: Connection,
  { live, step, from, to }: Span & { readonly live: boolean; readonly step: FigureStep },
): Promise<readonly FigurePoint[]> {
  const sums = [...counters.split(", "), ...classes].map((name) => `SUM(${name}) AS ${name}`);
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT ${steps[step]} AS begins_at, channel, ${sums.join(", ")} FROM payment_figures ` +
      "WHERE live = ? AND hour >= ? AND hour < ? GROUP BY begins_at, channel ORDER BY begins_at, channel",
    [live, from, to],
  );
  return rows.map((row) => ({
    at: readMoment(String(row["begins_at"])),
    // because the column is of this type
    channel: row["channel"] as ChannelName,
    ...figuresOf(row),
  }));
}

/** Whether anything is counted in a span. */
export async function hasFigures(
  connection: Connection,
  { live, from, to }: Span & { readonly live: boolean },
): Promise<boolean> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT 1 FROM payment_figures WHERE live = ? AND hour >= ? AND hour < ? LIMIT 1",
    [live, from, to],
  );
  return rows.length > 0;
}

/** Until when figures are known; null when none are. */
export async function findFiguresUntil(connection: Connection, { from, to }: Span): Promise<Date | null> {
  const [[row]] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT MAX(computed_at) AS until FROM figure_hours WHERE hour >= ? AND hour < ?",
    [from, to],
  );
  const until: unknown = row?.["until"];
  return typeof until === "string" ? readMoment(until) : null;
}

function figuresOf(row: RowDataPacket): PaymentFigures {
  const read = (column: string): number => {
    const value = Number(row[column]);
    if (!Number.isSafeInteger(value)) throw new Error(`${column} of the figures is no safe integer`);
    return value;
  };
  return {
    created: read("created"),
    succeeded: read("succeeded"),
    failed: read("failed"),
    closed: read("closed"),
    amount: read("amount"),
    refunds: read("refunds"),
    amountRefunded: read("amount_refunded"),
    answers: classes.map(read),
  };
}
