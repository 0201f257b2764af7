import type { RunState } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

/** How a day is shown; `standing`: its run stands still until somebody helps. */
export type DayMark = RunState | "standing";

/** Beside the word, so that colour is never the only sign. */
export const markSigns: Readonly<Record<DayMark, string>> = {
  closed: "✓",
  balanced: "≈",
  has_discrepancies: "!",
  waiting_for_bill: "…",
  loading: "↓",
  matching: "⇄",
  standing: "✕",
};

export const markColors: Readonly<Record<DayMark, string>> = {
  closed: "success",
  balanced: "success",
  has_discrepancies: "warning",
  waiting_for_bill: "default",
  loading: "processing",
  matching: "processing",
  standing: "error",
};

export const markWords = defineWords<Readonly<Record<DayMark, string>>>(
  {
    closed: "已平",
    balanced: "待平",
    has_discrepancies: "差错",
    waiting_for_bill: "待账单",
    loading: "载入",
    matching: "核对",
    standing: "停滞",
  },
  {
    closed: "closed",
    balanced: "balanced",
    has_discrepancies: "differs",
    waiting_for_bill: "no bill",
    loading: "loading",
    matching: "matching",
    standing: "stuck",
  },
);

export function markOf({
  state,
  fault,
}: {
  readonly state: RunState;
  readonly fault: string | null;
}): DayMark {
  return fault === null ? state : "standing";
}

/** It changes by itself from one second to the next. */
export function isUnderWay(mark: DayMark): boolean {
  return mark === "loading" || mark === "matching" || mark === "waiting_for_bill";
}
