import {
  type Database,
  findPaymentsByOrderNos,
  insertAttempts,
  insertOutbox,
  insertPayments,
  inTransaction,
  isDuplicate,
  type PaymentRow,
  type PaymentView,
} from "@compose-pay/database";
import { createGatherer, Overload } from "@compose-pay/runtime";
import type { NewAttempt } from "./new-attempt.ts";
import { takeDailyAmounts } from "./take-daily-amounts.ts";

/** A payment with its first attempt. */
export interface NewPayment extends NewAttempt {
  readonly payment: PaymentRow;
}

/**
 * `existing`: the app has this order number already, from before or from the same instant.
 * `daily_amount_exceeded`: nothing was stored of this one; it may be a repetition all the same.
 */
export type Written =
  | { readonly kind: "written"; readonly view: PaymentView }
  | { readonly kind: "existing"; readonly view: PaymentView }
  | { readonly kind: "daily_amount_exceeded" };

export interface PaymentWriter {
  /**
   * Resolves after the commit.
   *
   * @throws Overload at once when too many wait; the database's error when it is unknown whether
   *   the payment was stored, which a repeated request settles
   */
  write(payment: NewPayment): Promise<Written>;
}

/**
 * Stores payments that arrive together in one transaction: while one commit is on its way to the disk
 * the next payments gather behind it, so that a busy database is asked once for many. A payment that
 * comes alone waits for nobody.
 */
export function createPaymentWriter(options: {
  readonly database: Database;
  readonly mostWaiting: number;
  readonly mostInBatch: number;
  readonly mostBatchesAtOnce: number;
}): PaymentWriter {
  const gatherer = createGatherer<NewPayment, Written>({
    ...options,
    runBatch: (orders) => writeBatch(options.database, orders),
  });
  return {
    write: async (order) => {
      if (gatherer.waiting() >= options.mostWaiting) {
        throw new Overload("too many payments wait to be stored");
      }
      return gatherer.add(order);
    },
  };
}

async function writeBatch(database: Database, orders: readonly NewPayment[]): Promise<readonly Written[]> {
  const written = await storeAll(database, firstOfEachOrder(orders));
  return orders.map((order) => {
    const view = written.get(keyOf(order));
    if (view === undefined) return { kind: "daily_amount_exceeded" };
    return { kind: view.payment.id === order.payment.id ? "written" : "existing", view };
  });
}

/** How many rounds of "somebody else was first" are looked into before the batch fails. */
const mostRounds = 5;

/** What is there of each order afterwards; nothing of those that would exceed a day's amount. */
async function storeAll(
  database: Database,
  orders: readonly NewPayment[],
): Promise<ReadonlyMap<string, PaymentView>> {
  const views = new Map<string, PaymentView>();
  let left = orders;
  for (let round = 1; left.length > 0; round += 1) {
    try {
      const stored = await storeNew(database, left);
      for (const order of stored) views.set(keyOf(order), order);
      return views;
    } catch (error) {
      if (!isDuplicate(error) || round >= mostRounds) throw error;
    }
    const keys = left.map(({ payment }) => payment);
    for (const view of await findPaymentsByOrderNos(database.connection, keys)) views.set(keyOf(view), view);
    left = left.filter((order) => !views.has(keyOf(order)));
  }
  return views;
}

/** @returns those that were stored, all but the ones that would exceed a day's amount */
async function storeNew(database: Database, orders: readonly NewPayment[]): Promise<readonly NewPayment[]> {
  return inTransaction(database, async (transaction) => {
    const within = await takeDailyAmounts(transaction, orders);
    await insertPayments(
      transaction,
      within.map(({ payment }) => payment),
    );
    await insertAttempts(
      transaction,
      within.map(({ attempt }) => attempt),
    );
    await insertOutbox(
      transaction,
      within.map(({ message }) => message),
    );
    return within;
  });
}

function firstOfEachOrder(orders: readonly NewPayment[]): readonly NewPayment[] {
  const first = new Map<string, NewPayment>();
  for (const order of orders) if (!first.has(keyOf(order))) first.set(keyOf(order), order);
  return [...first.values()];
}

function keyOf({ payment }: { readonly payment: PaymentRow }): string {
  return `${payment.appId} ${payment.orderNo}`;
}
