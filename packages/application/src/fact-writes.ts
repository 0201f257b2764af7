import {
  type AttemptChange,
  type AttemptRow,
  type BookEntryRow,
  changeDailyAmount,
  type ChannelCallRow,
  type Connection,
  type DailyShare,
  type NewDiscrepancy,
  type EventRow,
  insertBookEntries,
  insertChannelCalls,
  insertDiscrepancy,
  insertEvents,
  insertOutbox,
  insertRefunds,
  insertStateChanges,
  type OutboxRow,
  type PaymentRow,
  type RefundRow,
  type StateChangeRow,
  updateAttempt,
  updatePayment,
  updateRefund,
} from "@compose-pay/database";
import { eventMessages } from "./event-messages.ts";

/** What one fact writes, all of it or nothing. */
export interface FactWrites {
  /** As compare-and-sets on the state that the fact was held against. */
  readonly attempt?: AttemptWrite;
  /** The payment's other attempts that this fact bears on, in the same way. */
  readonly otherAttempts?: readonly AttemptWrite[];
  readonly payment?: { readonly expected: PaymentRow; readonly change: Partial<PaymentRow> };
  /** What a day's amount changes by; never refused. */
  readonly daily?: DailyShare;
  readonly refund?: { readonly expected: RefundRow; readonly change: Partial<RefundRow> };
  /** Refunds that the product makes by itself. */
  readonly newRefunds?: readonly RefundRow[];
  /** Of what succeeds by this fact. */
  readonly entries?: readonly BookEntryRow[];
  readonly stateChanges?: readonly StateChangeRow[];
  /** Without their messages, which the events of several facts share. */
  readonly events?: readonly EventRow[];
  readonly messages?: readonly OutboxRow[];
  readonly discrepancies?: readonly NewDiscrepancy[];
  readonly calls?: readonly ChannelCallRow[];
}

export interface AttemptWrite {
  readonly expected: AttemptRow;
  readonly change: AttemptChange;
}

/**
 * Saves what several facts write, about payments that are all locked: the same tables are written together.
 *
 * @returns the messages of all their events, stored as well
 */
export async function saveFactWrites(
  transaction: Connection,
  all: readonly FactWrites[],
): Promise<readonly OutboxRow[]> {
  for (const { attempt, otherAttempts = [], payment } of all) {
    for (const { expected, change } of attempt === undefined ? otherAttempts : [attempt, ...otherAttempts]) {
      mustApply(await updateAttempt(transaction, expected, change), expected.id);
    }
    if (payment !== undefined) {
      mustApply(await updatePayment(transaction, payment.expected, payment.change), payment.expected.id);
    }
  }
  await changeDailyAmounts(
    transaction,
    all.flatMap(({ daily }) => (daily === undefined ? [] : [daily])),
  );
  for (const { refund } of all) {
    if (refund === undefined) continue;
    mustApply(await updateRefund(transaction, refund.expected, refund.change), refund.expected.id);
  }
  await insertRefunds(
    transaction,
    all.flatMap(({ newRefunds = [] }) => newRefunds),
  );
  await insertBookEntries(
    transaction,
    all.flatMap(({ entries = [] }) => entries),
  );
  await insertStateChanges(
    transaction,
    all.flatMap(({ stateChanges = [] }) => stateChanges),
  );
  const events = all.flatMap((writes) => writes.events ?? []);
  const messagesOfEvents = eventMessages(events);
  await insertEvents(transaction, events);
  await insertOutbox(transaction, [...messagesOfEvents, ...all.flatMap(({ messages = [] }) => messages)]);
  await insertChannelCalls(
    transaction,
    all.flatMap(({ calls = [] }) => calls),
  );
  for (const row of all.flatMap(({ discrepancies = [] }) => discrepancies)) {
    await insertDiscrepancy(transaction, row);
  }
  return messagesOfEvents;
}

/** The rows are locked in the order in which new payments lock them. */
async function changeDailyAmounts(transaction: Connection, shares: readonly DailyShare[]): Promise<void> {
  const inOrder = shares.toSorted((one, other) => (dayKeyOf(one) < dayKeyOf(other) ? -1 : 1));
  for (const share of inOrder) await changeDailyAmount(transaction, share);
}

function dayKeyOf({ appId, method, day }: DailyShare): string {
  return `${appId} ${method} ${day}`;
}

/** The rows are locked by this transaction, so a compare-and-set that misses is a bug of ours. */
function mustApply(applied: boolean, id: string): void {
  if (!applied) throw new Error(`the locked row of ${id} changed under its lock`);
}
