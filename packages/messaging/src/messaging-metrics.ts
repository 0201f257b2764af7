import type { Counter, Histogram, Metrics } from "@compose-pay/runtime";

export interface MessagingMetrics {
  readonly opened: Counter<"connection">;
  readonly published: Counter<"queue">;
  readonly publishFailures: Counter<"queue" | "fault">;
  readonly consumed: Counter<"queue" | "message" | "verdict">;
  readonly handlerSeconds: Histogram<"queue" | "message">;
  readonly lagSeconds: Histogram<"queue">;
}

export function createMessagingMetrics(metrics: Metrics): MessagingMetrics {
  return {
    opened: metrics.counter({
      name: "compose_pay_broker_connections_total",
      help: "Connections to the broker that were opened; more than one of a kind are reconnects.",
      labels: ["connection"],
    }),
    published: metrics.counter({
      name: "compose_pay_messages_published_total",
      help: "Messages that the broker confirmed.",
      labels: ["queue"],
    }),
    publishFailures: metrics.counter({
      name: "compose_pay_publish_failures_total",
      help: "Messages that are not known to be on their queue.",
      labels: ["queue", "fault"],
    }),
    consumed: metrics.counter({
      name: "compose_pay_messages_consumed_total",
      help: "Messages taken from a queue, by what became of them.",
      labels: ["queue", "message", "verdict"],
    }),
    handlerSeconds: metrics.histogram({
      name: "compose_pay_handler_seconds",
      help: "How long a handler had a message.",
      labels: ["queue", "message"],
    }),
    lagSeconds: metrics.histogram({
      name: "compose_pay_queue_lag_seconds",
      help: "From the sending of a message to its first taking.",
      labels: ["queue"],
    }),
  };
}
