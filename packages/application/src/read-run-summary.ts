/** The sums of a run's day that people compare. */
export const runSumNames = ["payments", "paymentAmount", "refunds", "refundAmount", "fees"] as const;
export type RunSumName = (typeof runSumNames)[number];

/** What is shown of a run's summary, which keeps more. Amounts in fen. */
export interface RunSummarySums {
  /** The bill's. */
  readonly there: Readonly<Record<RunSumName, number>>;
  /** Those of our books. */
  readonly here: Readonly<Record<RunSumName, number>>;
  /** Where the account moved by another sum than the trade bill says. */
  readonly funds: readonly { readonly name: string; readonly tradeBill: number; readonly fundFlow: number }[];
}

/** @param summary of a run's row, as the worker wrote it; null until all is matched */
export function readRunSummary(summary: unknown): RunSummarySums | null {
  if (typeof summary !== "object" || summary === null) return null;
  // because reconcile-worker writes this shape, whose numbers may be fewer in a row of an older version
  const { there, here, funds } = summary as Partial<RunSummarySums>;
  return { there: sumsOf(there), here: sumsOf(here), funds: funds ?? [] };
}

function sumsOf(side: Partial<RunSummarySums["there"]> = {}): RunSummarySums["there"] {
  const { payments = 0, paymentAmount = 0, refunds = 0, refundAmount = 0, fees = 0 } = side;
  return { payments, paymentAmount, refunds, refundAmount, fees };
}
