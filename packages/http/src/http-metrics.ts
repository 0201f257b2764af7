import type { Counter, Gauge, Histogram, Metrics } from "@compose-pay/runtime";

export interface HttpMetrics {
  readonly requests: Counter<"route" | "method" | "status">;
  readonly seconds: Histogram<"route">;
  readonly inFlight: Gauge;
}

export function createHttpMetrics(metrics: Metrics): HttpMetrics {
  return {
    requests: metrics.counter({
      name: "compose_pay_http_requests_total",
      help: "Requests that were answered.",
      labels: ["route", "method", "status"],
    }),
    seconds: metrics.histogram({
      name: "compose_pay_http_request_seconds",
      help: "From a request's headers to its answer, waiting for the channel included.",
      labels: ["route"],
    }),
    inFlight: metrics.gauge({
      name: "compose_pay_http_requests_in_flight",
      help: "Requests that are not answered yet.",
    }),
  };
}
