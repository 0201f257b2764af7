import type { Counter, Histogram, Metrics } from "@compose-pay/runtime";

export interface DeliveryMetrics {
  readonly attempts: Counter<"outcome">;
  readonly attemptSeconds: Histogram;
  readonly eventSeconds: Histogram;
  readonly circuitsOpened: Counter;
  readonly endpointsDisabled: Counter<"reason">;
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
    eventSeconds: metrics.histogram({
      name: "compose_pay_event_first_attempt_seconds",
      help: "From an event to the begin of its first attempt at a receiver.",
    }),
    circuitsOpened: metrics.counter({
      name: "compose_pay_delivery_circuits_opened_total",
      help: "Receivers whose circuit was opened after repeated failure.",
    }),
    endpointsDisabled: metrics.counter({
      name: "compose_pay_endpoints_disabled_total",
      help: "Endpoints that were disabled because they answered 410 (gone) or only failed for 5 days (failing).",
      labels: ["reason"],
    }),
  };
}
