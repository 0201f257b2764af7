import type { Books } from "./books.ts";

export interface LoggedAttempt {
  readonly number: number;
  readonly trigger: string;
  readonly address: string | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly responseStart: string | null;
  readonly durationMs: number;
  readonly startedAt: Date;
}

/** A delivery with its attempts in their order, as the rows have it. */
export interface LoggedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly state: string;
  readonly attemptsMade: number;
  readonly nextAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly endedAt: Date | null;
  readonly attempts: readonly LoggedAttempt[];
}

/** The deliveries of an event, by their endpoints. */
export async function deliveriesOf(books: Books, eventId: string): Promise<readonly LoggedDelivery[]> {
  // The attempts first, so that each of them has moved its delivery on by the time that is read.
  const attempts = await books.rows<LoggedAttempt & { deliveryId: string }>(attemptsSql, [eventId]);
  const found = await books.rows<Omit<LoggedDelivery, "attempts">>(deliveriesSql, [eventId]);
  return found.map((one) => ({
    ...one,
    attempts: attempts.filter(({ deliveryId }) => deliveryId === one.id),
  }));
}

/** The one delivery of an event. */
export async function deliveryOf(books: Books, eventId: string): Promise<LoggedDelivery> {
  const [only, ...others] = await deliveriesOf(books, eventId);
  if (only === undefined || others.length > 0) throw new Error(`${eventId} has not exactly one delivery`);
  return only;
}

/** How many deliveries of an app are in each state. */
export async function deliveryStates(books: Books, appId: string): Promise<Readonly<Record<string, number>>> {
  const sql = "SELECT state, COUNT(*) AS count FROM deliveries WHERE app_id = ? GROUP BY state";
  const found = await books.rows<{ state: string; count: number }>(sql, [appId]);
  return Object.fromEntries(found.map(({ state, count }) => [state, count]));
}

/** How many attempts there were at all deliveries of an app. */
export async function attemptCount(books: Books, appId: string): Promise<number> {
  const sql =
    "SELECT COUNT(*) AS count FROM delivery_attempts AS a JOIN deliveries AS d ON d.id = a.delivery_id WHERE d.app_id = ?";
  const [row] = await books.rows<{ count: number }>(sql, [appId]);
  return Number(row?.count);
}

/** Deliveries whose columns contradict each other, all that have ended and wait or wait without a time. */
export async function contradictions(books: Books): Promise<readonly unknown[]> {
  const hasEnded = "state IN ('succeeded', 'exhausted')";
  return books.rows(
    `SELECT id, state, next_attempt_at, ended_at FROM deliveries
      WHERE (${hasEnded} AND (next_attempt_at IS NOT NULL OR ended_at IS NULL))
        OR (NOT ${hasEnded} AND (next_attempt_at IS NULL OR ended_at IS NOT NULL)) LIMIT 10`,
  );
}

const deliveriesSql = `SELECT id, event_id AS eventId, endpoint_id AS endpointId, state, attempts_made AS attemptsMade,
  next_attempt_at AS nextAttemptAt, last_status AS lastStatus, ended_at AS endedAt
  FROM deliveries WHERE event_id = ? ORDER BY endpoint_id`;

const attemptsSql = `SELECT a.delivery_id AS deliveryId, a.number, a.\`trigger\`, a.address, a.status, a.error,
  a.response_start AS responseStart, a.duration_ms AS durationMs, a.started_at AS startedAt
  FROM delivery_attempts AS a JOIN deliveries AS d ON d.id = a.delivery_id WHERE d.event_id = ? ORDER BY a.number, a.id`;
