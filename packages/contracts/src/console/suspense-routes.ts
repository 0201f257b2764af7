import { z } from "zod";
import { day, idOf, page, type Page } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** An entry of our books (挂账) that its day's bill does not have, and that the bills of the days after may. */
export interface SuspendedEntry {
  readonly account_id: string;
  readonly account_name: string | null;
  /** The attempt's id, or the refund's. */
  readonly out_no: string;
  readonly kind: "payment" | "refund";
  /** In fen, never negative. */
  readonly amount: number;
  readonly day: string;
  /** Null where the books do not have it any more under this day. */
  readonly payment_id: string | null;
  readonly run_id: string;
  readonly suspended_at: string;
  /**
   * Days that are not matched yet, whose bills may still have it. When all are matched without it, it is a discrepancy
   * (`missing_there`) of its day; none left means that the account's next run says so.
   */
  readonly awaited_days: readonly string[];
}

export const suspenseRoutes = {
  /** What stands suspended around midnight, oldest day first. */
  "suspense.list": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({
      ...page,
      account_id: idOf("acc").optional(),
      from_day: day.optional(),
      to_day: day.optional(),
    }),
    answer: answerOf<Page<SuspendedEntry>>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
