import {
  type BookEntryRow,
  type Connection,
  findBookedDays,
  findSucceededAttempts,
  findSucceededRefunds,
  insertMissingEntries,
  type PaymentView,
  type RefundRow,
} from "@compose-pay/database";
import { dayOfChina } from "@compose-pay/domain";
import { paymentEntry, refundEntry } from "./book-entry.ts";

/** How many numbers may be booked late at once. */
export const mostBookedLate = 1_000;

/** A success, with the days on which it can be booked already. */
interface Success {
  readonly entry: BookEntryRow;
  readonly from: Date;
  readonly to: Date;
}

/**
 * Books the successes among these numbers that are not in the books: a service of an earlier version may have made
 * them. What is booked stays as it is, so it may be called again, and by two at once.
 *
 * @param connection a transaction, so that statements that do not hold any more go with it
 * @param outNos ids of attempts and refunds, `mostBookedLate` at most; what has not succeeded is left out
 * @returns the entries that were missing
 */
export async function bookLate(
  connection: Connection,
  outNos: readonly string[],
  at: Date,
): Promise<readonly BookEntryRow[]> {
  if (outNos.length > mostBookedLate)
    throw new Error(`${outNos.length} numbers are too many to book at once`);
  const paid = await findSucceededAttempts(connection, outNos);
  const refunded = await findSucceededRefunds(connection, outNos);
  const successes = [...paid.map((view) => ofPayment(view, at)), ...refunded.map((row) => ofRefund(row, at))];
  const missing = await withoutBooked(connection, successes);
  await insertMissingEntries(connection, missing);
  return missing;
}

/** The time of a second success of its payment is kept nowhere but in the books: it is when we came to know it. */
function ofPayment({ payment, attempt }: PaymentView, at: Date): Success {
  const known = attempt.settledAt ?? attempt.createdAt;
  const speaks = payment.currentAttemptId === attempt.id;
  const occurredAt = (speaks ? payment.paidAt : null) ?? known;
  const entry = paymentEntry({ payment, attempt, occurredAt, at });
  return { entry, from: attempt.createdAt, to: known };
}

function ofRefund(refund: RefundRow, at: Date): Success {
  const known = refund.settledAt ?? refund.createdAt;
  const entry = refundEntry({ ...refund, succeededAt: refund.succeededAt ?? known }, at);
  return { entry, from: refund.createdAt, to: known };
}

async function withoutBooked(
  connection: Connection,
  successes: readonly Success[],
): Promise<readonly BookEntryRow[]> {
  const missing: BookEntryRow[] = [];
  for (const [accountId, some] of Map.groupBy(successes, ({ entry }) => entry.channelAccountId)) {
    const outNos = some.map(({ entry }) => entry.outNo);
    const days = [...new Set(some.flatMap(possibleDays))];
    const booked = await findBookedDays(connection, accountId, { outNos, days });
    missing.push(...some.flatMap(({ entry }) => (booked.has(entry.outNo) ? [] : [entry])));
  }
  return missing;
}

const dayMs = 86_400_000;

/** From a day before it began to a day after we knew of it: the channel's clock is another than ours. */
function possibleDays({ entry, from, to }: Success): readonly string[] {
  const days = [entry.day];
  for (let at = from.getTime() - dayMs; at <= to.getTime() + 2 * dayMs; at += dayMs) {
    days.push(dayOfChina(new Date(at)));
  }
  return days;
}
