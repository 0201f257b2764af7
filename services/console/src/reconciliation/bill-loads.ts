import { type BillLoading, loadBill, type LoadBillDeps } from "@compose-pay/application";
import { Overload } from "@compose-pay/runtime";

/** Loads the bills that people upload, one after the other, since each takes connections of the pool. */
export interface BillLoads {
  /**
   * @returns null when it takes longer than an answer may: it goes on, and the bill's row tells how it ends
   * @throws Overload when too many wait, and what `loadBill` throws
   */
  load(billId: string): Promise<BillLoading | null>;
  /** Begins none any more, and waits until the one under way has left off; its bill can be loaded again. */
  stop(): Promise<void>;
}

/** Less than an answer may take. */
const answerWithinMs = 15_000;
const mostWaiting = 10;

/** One bill at a time in this process, however many people upload; what waits beyond a few is refused. */
export function createBillLoads(deps: LoadBillDeps): BillLoads {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isStopped = false;

  const loadNext = async (billId: string): Promise<BillLoading> => {
    try {
      if (isStopped) return { kind: "lost" };
      return await loadBill(deps, billId, { stillMine: () => Promise.resolve(!isStopped) });
    } finally {
      waiting -= 1;
    }
  };

  return {
    load: (billId) => {
      if (waiting >= mostWaiting) throw new Overload("too many bills are being loaded");
      waiting += 1;
      const loading = last.then(() => loadNext(billId));
      last = loading.catch((error: unknown) =>
        deps.logger.error({ error, bill_id: billId }, "a bill was not loaded"),
      );
      return orNull(loading);
    },
    stop: async () => {
      isStopped = true;
      await last;
    },
  };
}

async function orNull<Value>(value: Promise<Value>): Promise<Value | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), answerWithinMs);
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
