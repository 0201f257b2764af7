import type { Counter, Metrics } from "@compose-pay/runtime";

export interface AccessMetrics {
  readonly authenticationFailures: Counter<"reason">;
  readonly refusals: Counter<"code">;
}

export function createAccessMetrics(metrics: Metrics): AccessMetrics {
  return {
    authenticationFailures: metrics.counter({
      name: "compose_pay_authentication_failures_total",
      help: "Calls without a right key.",
      labels: ["reason"],
    }),
    refusals: metrics.counter({
      name: "compose_pay_refused_calls_total",
      help: "Calls with a right key that were not let in: rate limit, allow-list, frozen merchant.",
      labels: ["code"],
    }),
  };
}
