import { z } from "zod";
import type { BillView } from "./bill-routes.ts";
import { day, idOf, page, type Page } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** How far a run is: `balanced` waits for the bills of the next days, only `closed` has nothing left that is open. */
export type RunState =
  | "waiting_for_bill"
  | "loading"
  | "matching"
  | "balanced"
  | "has_discrepancies"
  | "closed";

/** A channel account whose days are reconciled. */
export interface BilledAccount {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly live: boolean;
  readonly enabled: boolean;
}

/** The newest run of an account's day. */
export interface CalendarDay {
  /** Of China, such as `2026-11-22`. */
  readonly day: string;
  readonly run_id: string;
  readonly version: number;
  readonly state: RunState;
  /** Why it stands still until somebody helps; null while it goes on by itself. */
  readonly fault: string | null;
  /** Its discrepancies that nobody has resolved, `most_counted` at the most. */
  readonly unresolved: number;
}

/** A month of one account; days without a run are left out. */
export interface CalendarRow {
  readonly account: BilledAccount;
  readonly days: readonly CalendarDay[];
}

/** The accounts of one page, with their days of the month. */
export interface ReconciliationCalendar extends Page<CalendarRow> {
  /** Such as `2026-11`. */
  readonly month: string;
  /** Today in China: what comes before it can have a run. */
  readonly today: string;
  readonly most_counted: number;
}

/** The reconciliation (对账) of one account and day. */
export interface RunView {
  readonly id: string;
  readonly account: BilledAccount | null;
  readonly account_id: string;
  readonly day: string;
  readonly version: number;
  readonly state: RunState;
  readonly fault: string | null;
  readonly trade_bill_id: string | null;
  readonly fund_bill_id: string | null;
  /** How often the bill was asked for. */
  readonly asked: number;
  readonly trigger: "job" | "operator";
  readonly trace_id: string;
  readonly created_at: string;
  /** When it is gone on with; null when nothing is to be done by itself. */
  readonly due_at: string | null;
  readonly matched_at: string | null;
  readonly closed_at: string | null;
}

/** How many lines of the bill and entries of our books are of a class. */
export interface RunClassCount {
  readonly class: string;
  readonly lines: number;
  readonly entries: number;
}

/** A sum of the day on both sides; money in fen. */
export interface RunSum {
  readonly name: "payments" | "payment_amount" | "refunds" | "refund_amount" | "fees";
  readonly there: number;
  readonly here: number;
  /** The bill less our books. */
  readonly difference: number;
}

/** What moved on the account, by two bills of the channel; in fen. */
export interface RunFundDifference {
  readonly name: string;
  readonly trade_bill: number;
  readonly fund_flow: number;
}

/** A bill that a run is held against. */
export interface RunBill {
  readonly bill: BillView;
  /** Where it is the channel's: the newest other one that somebody has uploaded for the same day, which does not count. */
  readonly overruled: BillView | null;
}

/** A run with what it has found. */
export interface RunDetail {
  readonly run: RunView;
  readonly bills: readonly RunBill[];
  readonly counts: readonly RunClassCount[];
  /** Empty until all is matched. */
  readonly sums: readonly RunSum[];
  readonly funds: readonly RunFundDifference[];
  /** `most_counted` at the most. */
  readonly discrepancies: number;
  /** `most_counted` at the most. */
  readonly unresolved: number;
  readonly most_counted: number;
  /** Something around midnight waits for the bills of the next days. */
  readonly has_suspended: boolean;
  /** The other versions of the day, newest first; this one is among them. */
  readonly versions: readonly Pick<RunView, "id" | "version" | "state" | "created_at">[];
}

const accountId = idOf("acc");

export const reconciliationRoutes = {
  "reconciliation.accounts": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject(page),
    answer: answerOf<Page<BilledAccount>>(),
  },
  "reconciliation.calendar": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({
      ...page,
      month: z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, "must be a month such as 2026-01"),
    }),
    answer: answerOf<ReconciliationCalendar>(),
  },
  "runs.list": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({
      ...page,
      account_id: accountId.optional(),
      from_day: day.optional(),
      to_day: day.optional(),
    }),
    answer: answerOf<Page<RunView>>(),
  },
  "runs.show": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({ id: idOf("run") }),
    answer: answerOf<RunDetail>(),
  },
  /** Begins the reconciliation of a day, or has one go on that stands still or waits for its bill. */
  "runs.start": {
    kind: "act",
    access: "reconciliation.act",
    input: z.strictObject({
      account_id: accountId,
      day,
      /** A day that is matched already is matched anew, as the next version. */
      is_repeat: z.boolean(),
    }),
    subject: "account_id",
    answer: answerOf<{ readonly run: RunView; readonly is_new: boolean }>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
