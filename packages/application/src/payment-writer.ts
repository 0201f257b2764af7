import {
  type AttemptRow,
  type Database,
  findPaymentsByOrderNos,
  insertAttempts,
  insertOutbox,
  insertPayments,
  inTransaction,
  isDuplicate,
  type OutboxRow,
  type PaymentRow,
  type PaymentView,
} from "@compose-pay/database";
import { createGatherer } from "@compose-pay/runtime";

/** A payment with its first attempt and the message that sends it to its channel. */
export interface NewPayment {
  readonly payment: PaymentRow;
  readonly attempt: AttemptRow;
  readonly message: OutboxRow;
}

/** `existing`: the app has this order number already, from before or from the same instant. */
export type Written =
  | { readonly kind: "written"; readonly view: PaymentView }
  | { readonly kind: "existing"; readonly view: PaymentView };

export interface PaymentWriter {
  /**
   * Resolves after the commit.
   *
   * @throws WriterOverloaded at once when too many wait; the database's error when it is unknown whether
   *   the payment was stored, which a repeated request settles
   */
  write(payment: NewPayment): Promise<Written>;
}

export class WriterOverloaded extends Error {
  override readonly name = "WriterOverloaded";
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
        throw new WriterOverloaded(`${options.mostWaiting} payments wait to be stored`);
      }
      return gatherer.add(order);
    },
  };
}

async function writeBatch(database: Database, orders: readonly NewPayment[]): Promise<readonly Written[]> {
  const written = await storeAll(database, firstOfEachOrder(orders));
  return orders.map((order) => {
    const view = written.get(keyOf(order));
    if (view === undefined) throw new Error(`no answer for ${order.payment.id}`);
    return { kind: view.payment.id === order.payment.id ? "written" : "existing", view };
  });
}

/** How many rounds of "somebody else was first" are looked into before the batch fails. */
const mostRounds = 5;

async function storeAll(
  database: Database,
  orders: readonly NewPayment[],
): Promise<ReadonlyMap<string, PaymentView>> {
  const views = new Map<string, PaymentView>();
  let left = orders;
  for (let round = 1; left.length > 0; round += 1) {
    try {
      await storeNew(database, left);
      for (const order of left) views.set(keyOf(order), order);
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

async function storeNew(database: Database, orders: readonly NewPayment[]): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await insertPayments(
      transaction,
      orders.map(({ payment }) => payment),
    );
    await insertAttempts(
      transaction,
      orders.map(({ attempt }) => attempt),
    );
    await insertOutbox(
      transaction,
      orders.map(({ message }) => message),
    );
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
