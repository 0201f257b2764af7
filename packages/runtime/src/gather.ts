export interface GathererOptions<Work, Result> {
  /** Does all of them, or none and throws; answers in their order. */
  readonly runBatch: (works: readonly Work[]) => Promise<readonly Result[]>;
  /** Works of one key are done one after the other, in the order in which they came. */
  readonly keyOf?: (work: Work) => string;
  readonly mostInBatch: number;
  readonly mostBatchesAtOnce: number;
  /**
   * Whether a batch may have failed by the fault of one of its works: then each is done alone, and only what
   * fails alone has failed.
   */
  readonly isOneWorksFault?: (error: unknown) => boolean;
}

/** Does works that arrive together as one batch. */
export interface Gatherer<Work, Result> {
  add(work: Work): Promise<Result>;
  /** How many wait for their batch to begin. */
  waiting(): number;
}

interface Waiting<Work, Result> {
  readonly work: Work;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * While as many batches as allowed are under way, what comes next gathers behind them, so that the busier the
 * other side is, the fewer times it is asked. A work that comes alone waits for nobody.
 */
export function createGatherer<Work, Result>(options: GathererOptions<Work, Result>): Gatherer<Work, Result> {
  let waiting: Waiting<Work, Result>[] = [];
  const keysUnderWay = new Set<string>();
  let batchesUnderWay = 0;
  let isPumpDue = false;
  const { keyOf, mostInBatch, mostBatchesAtOnce } = options;

  const takeBatch = (): readonly Waiting<Work, Result>[] => {
    if (keyOf === undefined) return waiting.splice(0, mostInBatch);
    const batch: Waiting<Work, Result>[] = [];
    waiting = waiting.filter((one) => {
      const key = keyOf(one.work);
      if (batch.length >= mostInBatch || keysUnderWay.has(key)) return true;
      keysUnderWay.add(key);
      batch.push(one);
      return false;
    });
    return batch;
  };

  const pump = (): void => {
    isPumpDue = false;
    while (batchesUnderWay < mostBatchesAtOnce) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      batchesUnderWay += 1;
      void settleBatch(options, batch).finally(() => {
        batchesUnderWay -= 1;
        for (const { work } of batch) keysUnderWay.delete(keyOf?.(work) ?? "");
        pump();
      });
    }
  };

  return {
    add: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject });
        // After this turn of the loop, so that what was read from the sockets together goes together.
        if (!isPumpDue) setImmediate(pump);
        isPumpDue = true;
      }),
    waiting: () => waiting.length,
  };
}

/** Answers everybody in the batch; never rejects. */
async function settleBatch<Work, Result>(
  { runBatch, isOneWorksFault }: GathererOptions<Work, Result>,
  batch: readonly Waiting<Work, Result>[],
): Promise<void> {
  const settle = async (works: readonly Waiting<Work, Result>[]): Promise<void> => {
    const results = await runBatch(works.map(({ work }) => work));
    if (results.length !== works.length) throw new Error("a batch answers each of its works");
    works.forEach(({ resolve }, index) => {
      // because there are as many results as works
      resolve(results[index] as Result);
    });
  };
  try {
    await settle(batch);
  } catch (error) {
    if (batch.length === 1 || isOneWorksFault?.(error) !== true) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const one of batch) await settle([one]).catch(one.reject);
  }
}
