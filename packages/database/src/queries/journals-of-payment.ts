import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, getTableColumns, inArray, sql } from "../drizzle.ts";
import {
  apps,
  attempts,
  channelAccounts,
  channelCalls,
  deliveries,
  deliveryAttempts,
  discrepancies,
  events,
  payments,
  refunds,
  stateChanges,
} from "../tables/index.ts";
import { type ListedNotification, listNotifications } from "./journals-of-notifications.ts";
import type { DeliveryRow } from "./deliveries.ts";
import type { DiscrepancyRow } from "./discrepancies.ts";
import type { ChannelCallRow, StateChangeRow } from "./journals.ts";
import type { PaymentRow } from "./payments.ts";

/** Everything that is written down about a payment, each kind oldest first; of a long kind, the newest. */
export interface PaymentJournal {
  readonly payment: PaymentRow;
  readonly attempts: readonly (typeof attempts.$inferSelect)[];
  readonly refunds: readonly (typeof refunds.$inferSelect)[];
  readonly changes: readonly StateChangeRow[];
  readonly calls: readonly ChannelCallRow[];
  readonly notifications: readonly ListedNotification[];
  readonly discrepancies: readonly DiscrepancyRow[];
  readonly events: readonly Omit<typeof events.$inferSelect, "body">[];
  readonly deliveries: readonly DeliveryRow[];
  /** `responseStart` has so many characters at most as `mostAnswer` says. */
  readonly deliveryAttempts: readonly (typeof deliveryAttempts.$inferSelect)[];
  /** The kinds of which there are earlier ones too. */
  readonly cutOff: readonly string[];
}

/** Of each kind; a payment that was asked about for a week has fewer. */
const mostRows = 2_000;
const mostMatches = 10;
/** Of what a merchant answered to each delivery, in characters. */
const mostAnswer = 256;

/**
 * The payments that a number may mean: the product's ids, a merchant's order or refund number, a channel's
 * number. Apps and accounts are gone through one by one, because the indexes begin with them. Takes one connection at
 * a time, like all of this file.
 */
export async function findPaymentIds(connection: Connection, number: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const question of questionsAbout(connection, number)) {
    for (const { id } of await question.limit(mostMatches)) found.push(id);
  }
  return [...new Set(found)];
}

/** Each finds by one kind of number. */
export function questionsAbout(connection: Connection, number: string) {
  const byId = connection.select({ id: payments.id }).from(payments).where(eq(payments.id, number));
  const byAttempt = connection
    .select({ id: attempts.paymentId })
    .from(attempts)
    .where(eq(attempts.id, number));
  const byRefund = connection.select({ id: refunds.paymentId }).from(refunds).where(eq(refunds.id, number));
  const ofApp = connection
    .select({ id: payments.id })
    .from(apps)
    .innerJoin(payments, and(eq(payments.appId, apps.id), eq(payments.orderNo, number)), {
      forceIndex: "payments_app_order",
    });
  const refundOfApp = connection
    .select({ id: refunds.paymentId })
    .from(apps)
    .innerJoin(refunds, and(eq(refunds.appId, apps.id), eq(refunds.refundNo, number)), {
      forceIndex: "refunds_app_number",
    });
  const ofChannel = connection
    .select({ id: attempts.paymentId })
    .from(channelAccounts)
    .innerJoin(
      attempts,
      and(eq(attempts.channelAccountId, channelAccounts.id), eq(attempts.channelTradeNo, number)),
      { forceIndex: "attempts_channel_trade_no" },
    );
  const refundOfChannel = connection
    .select({ id: refunds.paymentId })
    .from(channelAccounts)
    .innerJoin(
      refunds,
      and(eq(refunds.channelAccountId, channelAccounts.id), eq(refunds.channelRefundNo, number)),
      { forceIndex: "refunds_channel_number" },
    );
  return [byId, byAttempt, byRefund, ofApp, refundOfApp, ofChannel, refundOfChannel];
}

export async function findPaymentJournal(
  connection: Connection,
  paymentId: string,
): Promise<PaymentJournal | null> {
  const [payment] = await connection.select().from(payments).where(eq(payments.id, paymentId));
  if (payment === undefined) return null;
  const made = await connection
    .select()
    .from(attempts)
    .where(eq(attempts.paymentId, paymentId))
    .orderBy(asc(attempts.id));
  const returned = await connection
    .select()
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId))
    .orderBy(asc(refunds.id));
  const changes = await connection
    .select()
    .from(stateChanges)
    .where(eq(stateChanges.paymentId, paymentId))
    .orderBy(desc(stateChanges.id))
    .limit(mostRows + 1);
  const calls = await connection
    .select()
    .from(channelCalls)
    .where(eq(channelCalls.paymentId, paymentId))
    .orderBy(desc(channelCalls.id))
    .limit(mostRows + 1);
  const notifications = await listNotifications(connection, {
    attemptIds: made.map(({ id }) => id),
    refundIds: returned.map(({ id }) => id),
    limit: mostRows + 1,
  });
  const raised = await readDiscrepancies(connection, made);
  const told = await readDeliveries(connection, paymentId);
  const long = { changes, calls, notifications, discrepancies: raised, ...told };
  return { payment, attempts: made, refunds: returned, ...oldestFirst(long), cutOff: cutOffOf(long) };
}

type LongKinds = Omit<PaymentJournal, "payment" | "attempts" | "refunds" | "cutOff">;

/** They are read newest first, so that of too many the newest are there. */
function oldestFirst(kinds: LongKinds): LongKinds {
  return {
    changes: newestOf(kinds.changes),
    calls: newestOf(kinds.calls),
    notifications: newestOf(kinds.notifications),
    discrepancies: newestOf(kinds.discrepancies),
    events: newestOf(kinds.events),
    deliveries: newestOf(kinds.deliveries),
    deliveryAttempts: newestOf(kinds.deliveryAttempts),
  };
}

function newestOf<Row>(rows: readonly Row[]): readonly Row[] {
  return rows.slice(0, mostRows).toReversed();
}

function cutOffOf(kinds: LongKinds): readonly string[] {
  return Object.entries(kinds).flatMap(([kind, rows]) => (rows.length > mostRows ? [kind] : []));
}

async function readDiscrepancies(
  connection: Connection,
  made: PaymentJournal["attempts"],
): Promise<DiscrepancyRow[]> {
  if (made.length === 0) return [];
  const accountIds = [...new Set(made.map(({ channelAccountId }) => channelAccountId))];
  const attemptIds = made.map(({ id }) => id);
  return connection
    .select()
    .from(discrepancies)
    .where(
      and(inArray(discrepancies.channelAccountId, accountIds), inArray(discrepancies.attemptId, attemptIds)),
    )
    .orderBy(desc(discrepancies.id))
    .limit(mostRows + 1);
}

async function readDeliveries(connection: Connection, paymentId: string) {
  const { body: _, ...shown } = getTableColumns(events);
  const ofPayment = await connection
    .select(shown)
    .from(events)
    .where(eq(events.paymentId, paymentId))
    .orderBy(desc(events.sequence))
    .limit(mostRows + 1);
  const eventIds = ofPayment.map(({ id }) => id);
  if (eventIds.length === 0) return { events: [], deliveries: [], deliveryAttempts: [] };
  const ofEvents = await connection
    .select()
    .from(deliveries)
    .where(inArray(deliveries.eventId, eventIds))
    .orderBy(desc(deliveries.id))
    .limit(mostRows + 1);
  const deliveryIds = ofEvents.map(({ id }) => id);
  const posted = {
    ...getTableColumns(deliveryAttempts),
    responseStart: sql<string | null>`LEFT(${deliveryAttempts.responseStart}, ${mostAnswer})`,
  };
  const posts =
    deliveryIds.length === 0
      ? []
      : await connection
          .select(posted)
          .from(deliveryAttempts)
          .where(inArray(deliveryAttempts.deliveryId, deliveryIds))
          .orderBy(desc(deliveryAttempts.id))
          .limit(mostRows + 1);
  return { events: ofPayment, deliveries: ofEvents, deliveryAttempts: posts };
}
