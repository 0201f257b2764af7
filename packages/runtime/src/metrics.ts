import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export type { Counter, Gauge, Histogram } from "prom-client";

export interface MetricOptions<Label extends string> {
  /** `compose_pay_…`, with the unit last (`_seconds`, `_total`), as Prometheus names metrics. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

export interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds, rising; of latencies in seconds when left out. */
  readonly buckets?: readonly number[];
}

/** Asking twice for one name gives the same metric, so that a part can be made twice in one process. */
export interface Metrics {
  counter<Label extends string = never>(options: MetricOptions<Label>): Counter<Label>;
  gauge<Label extends string = never>(options: MetricOptions<Label>): Gauge<Label>;
  histogram<Label extends string = never>(options: HistogramOptions<Label>): Histogram<Label>;
  readonly contentType: string;
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
}

/** A registry of its own for one process; every metric has the label `service`. Node's own metrics are in. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, prefix: "compose_pay_" });
  const registers = [registry];
  return {
    counter: <Label extends string>({ name, help, labels = [] }: MetricOptions<Label>) => {
      const known = registry.getSingleMetric<Label>(name);
      return known instanceof Counter ? known : new Counter({ name, help, labelNames: labels, registers });
    },
    gauge: <Label extends string>({ name, help, labels = [] }: MetricOptions<Label>) => {
      const known = registry.getSingleMetric<Label>(name);
      return known instanceof Gauge ? known : new Gauge({ name, help, labelNames: labels, registers });
    },
    histogram: <Label extends string>(options: HistogramOptions<Label>) => {
      const { name, help, labels = [], buckets = latencyBuckets } = options;
      const known = registry.getSingleMetric<Label>(name);
      if (known instanceof Histogram) return known;
      return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/** Seconds, from a query of the database to a channel that hangs until its deadline. */
const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
