import {
  type AttemptRow,
  type ChannelCallRow,
  type Connection,
  type DiscrepancyRow,
  type EventRow,
  insertChannelCalls,
  insertDiscrepancy,
  insertEvents,
  insertOutbox,
  insertStateChanges,
  type OutboxRow,
  type PaymentRow,
  type StateChangeRow,
  updateAttempt,
  updatePayment,
} from "@compose-pay/database";

/** What one fact writes, all of it or nothing. */
export interface FactWrites {
  /** As compare-and-sets on the state that the fact was held against. */
  readonly attempt?: { readonly expected: AttemptRow; readonly change: Partial<AttemptRow> };
  readonly payment?: { readonly expected: PaymentRow; readonly change: Partial<PaymentRow> };
  readonly stateChanges?: readonly StateChangeRow[];
  readonly events?: readonly EventRow[];
  readonly messages?: readonly OutboxRow[];
  readonly discrepancies?: readonly DiscrepancyRow[];
  readonly calls?: readonly ChannelCallRow[];
}

/** Saves what several facts write, about payments that are all locked: the same tables are written together. */
export async function saveFactWrites(transaction: Connection, all: readonly FactWrites[]): Promise<void> {
  for (const { attempt, payment } of all) {
    if (attempt !== undefined) {
      mustApply(await updateAttempt(transaction, attempt.expected, attempt.change), attempt.expected.id);
    }
    if (payment !== undefined) {
      mustApply(await updatePayment(transaction, payment.expected, payment.change), payment.expected.id);
    }
  }
  await insertStateChanges(
    transaction,
    all.flatMap(({ stateChanges = [] }) => stateChanges),
  );
  await insertEvents(
    transaction,
    all.flatMap(({ events = [] }) => events),
  );
  await insertOutbox(
    transaction,
    all.flatMap(({ messages = [] }) => messages),
  );
  await insertChannelCalls(
    transaction,
    all.flatMap(({ calls = [] }) => calls),
  );
  for (const row of all.flatMap(({ discrepancies = [] }) => discrepancies)) {
    await insertDiscrepancy(transaction, row);
  }
}

/** Both rows are locked by this transaction, so a compare-and-set that misses is a bug of ours. */
function mustApply(applied: boolean, id: string): void {
  if (!applied) throw new Error(`the locked row of ${id} changed under its lock`);
}
