import type { FiguresView } from "@compose-pay/contracts";
import { yuan } from "../show/yuan.ts";

/** What a chart can be of. */
export const metrics = ["amount", "succeeded", "successRate", "p95"] as const;
export type Metric = (typeof metrics)[number];

/** Amounts in fen, rates from 0 to 1, times in ms; null where there is nothing to show. */
export function valueOf(metric: Metric, figures: FiguresView): number | null {
  switch (metric) {
    case "amount":
      return figures.amount;
    case "succeeded":
      return figures.succeeded;
    case "successRate":
      return figures.success_rate;
    case "p95":
      return figures.p95_ms;
  }
}

/** For people. */
export function metricText(metric: Metric, value: number | null): string {
  if (value === null) return "—";
  switch (metric) {
    case "amount":
      return `¥${yuan(Math.round(value))}`;
    case "succeeded":
      return String(value);
    case "successRate":
      return percent(value);
    case "p95":
      return duration(value);
  }
}

/** 0.98765 is `98.77%`; what is not all is never shown as all. */
export function percent(share: number): string {
  const hundredths = share === 1 ? 10_000 : Math.min(9_999, Math.round(share * 10_000));
  return `${(hundredths / 100).toFixed(2)}%`;
}

export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}
