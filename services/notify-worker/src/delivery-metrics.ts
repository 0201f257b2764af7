import type { Counter, Histogram, Metrics } from "@compose-pay/runtime";

export interface DeliveryMetrics {
  readonly attempts: Counter<"outcome">;
  readonly attemptSeconds: Histogram;
}

export function createDeliveryMetrics(metrics: Metrics): DeliveryMetrics {
  return {
    attempts: metrics.counter({
      name: "compose_pay_delivery_attempts_total",
      help: "POSTs to merchants, by what they made of their delivery.",
      labels: ["outcome"],
    }),
    attemptSeconds: metrics.histogram({
      name: "compose_pay_delivery_attempt_seconds",
      help: "How long a POST to a merchant took, answer included.",
    }),
  };
}
