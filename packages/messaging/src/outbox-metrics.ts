import type { Counter, Gauge, Metrics } from "@compose-pay/runtime";

export interface OutboxMetrics {
  readonly leftBehind: Counter;
  readonly relayed: Counter<"fate">;
  readonly oldestSeconds: Gauge;
}

export function createOutboxMetrics(metrics: Metrics): OutboxMetrics {
  return {
    leftBehind: metrics.counter({
      name: "compose_pay_outbox_left_behind_total",
      help: "Rows that were not published by the process that wrote them, and were left to a relay.",
    }),
    relayed: metrics.counter({
      name: "compose_pay_outbox_relayed_total",
      help: "Rows that a relay took, by what became of them.",
      labels: ["fate"],
    }),
    oldestSeconds: metrics.gauge({
      name: "compose_pay_outbox_oldest_seconds",
      help: "Age of the oldest row of the outbox, 0 when it is empty.",
    }),
  };
}
