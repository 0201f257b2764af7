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

interface Waiting {
  readonly order: NewPayment;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: unknown) => void;
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
  const waiting: Waiting[] = [];
  let batchesUnderWay = 0;

  const pump = (): void => {
    while (waiting.length > 0 && batchesUnderWay < options.mostBatchesAtOnce) {
      const batch = waiting.splice(0, options.mostInBatch);
      batchesUnderWay += 1;
      void writeBatch(options.database, batch).finally(() => {
        batchesUnderWay -= 1;
        pump();
      });
    }
  };

  return {
    write: (order) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= options.mostWaiting) {
          reject(new WriterOverloaded(`${options.mostWaiting} payments wait to be stored`));
          return;
        }
        waiting.push({ order, resolve, reject });
        // After this turn of the loop, so that requests read from the sockets together go together.
        if (waiting.length === 1) setImmediate(pump);
      }),
  };
}

/** Answers everybody in the batch; never rejects. */
async function writeBatch(database: Database, batch: readonly Waiting[]): Promise<void> {
  try {
    const written = await storeAll(database, firstOfEachOrder(batch));
    for (const { order, resolve } of batch) {
      const view = written.get(keyOf(order));
      if (view === undefined) throw new Error(`no answer for ${order.payment.id}`);
      resolve({ kind: view.payment.id === order.payment.id ? "written" : "existing", view });
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
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

function firstOfEachOrder(batch: readonly Waiting[]): readonly NewPayment[] {
  const first = new Map<string, NewPayment>();
  for (const { order } of batch) if (!first.has(keyOf(order))) first.set(keyOf(order), order);
  return [...first.values()];
}

function keyOf({ payment }: { readonly payment: PaymentRow }): string {
  return `${payment.appId} ${payment.orderNo}`;
}
