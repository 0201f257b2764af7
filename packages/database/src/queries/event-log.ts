import { and, desc, eq, lt, or } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { events } from "../tables/index.ts";

/** An event as it was sent: `body` is the exact text. */
export interface SentEvent {
  readonly id: string;
  readonly body: string;
  readonly createdAt: Date;
}

/** Whose events: the app's, of its live payments or of its test payments. */
export interface EventLog {
  readonly appId: string;
  readonly live: boolean;
}

export async function findSentEvent(
  connection: Connection,
  log: EventLog,
  eventId: string,
): Promise<SentEvent | null> {
  const [row] = await selectSent(connection)
    .where(and(eq(events.id, eventId), ...isOf(log)))
    .limit(1);
  return row ?? null;
}

/** Newest first, by (created_at, id); the page starts behind `after`. */
export async function listSentEvents(
  connection: Connection,
  log: EventLog,
  page: { readonly after?: Pick<SentEvent, "id" | "createdAt"> | undefined; readonly limit: number },
): Promise<SentEvent[]> {
  const { after } = page;
  const isBehind =
    after === undefined
      ? undefined
      : or(
          lt(events.createdAt, after.createdAt),
          and(eq(events.createdAt, after.createdAt), lt(events.id, after.id)),
        );
  return selectSent(connection)
    .where(and(...isOf(log), isBehind))
    .orderBy(desc(events.createdAt), desc(events.id))
    .limit(page.limit);
}

function selectSent(connection: Connection) {
  return connection.select({ id: events.id, body: events.body, createdAt: events.createdAt }).from(events);
}

function isOf({ appId, live }: EventLog) {
  return [eq(events.appId, appId), eq(events.live, live)];
}

/** Of a payment, newest first. */
export async function findEventIdsOfPayment(
  connection: Connection,
  paymentId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await connection
    .select({ id: events.id })
    .from(events)
    .where(eq(events.paymentId, paymentId))
    .orderBy(desc(events.sequence))
    .limit(limit);
  return rows.map(({ id }) => id);
}
