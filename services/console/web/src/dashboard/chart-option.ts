import type { EChartsCoreOption } from "echarts/core";
import { duration, type Metric, metricText, percent } from "./metric.ts";

export interface ChartLines {
  readonly times: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly isStacked: boolean;
  readonly metric: Metric;
}

/** Told apart by patterns too; each is 3:1 against white at the least. */
const colours = ["#0f4fa8", "#1f6b2c", "#8a4b00", "#5b3a8c"];

/** Values stay what they are (fen, ms, shares); only their texts have units. */
export function chartOption({ times, lines, isStacked, metric }: ChartLines): EChartsCoreOption {
  return {
    animation: false,
    color: colours,
    // What is around it has the label.
    aria: { enabled: true, label: { enabled: false }, decal: { show: isStacked } },
    grid: { left: 8, right: 12, top: 12, bottom: 28, containLabel: true },
    legend: { bottom: 0, type: "plain" },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      valueFormatter: (value: unknown) => metricText(metric, typeof value === "number" ? value : null),
    },
    xAxis: { type: "category", data: [...times] },
    yAxis: {
      type: "value",
      min: 0,
      ...(metric === "successRate" ? { max: 1 } : {}),
      axisLabel: { formatter: (value: number) => axisText(metric, value) },
    },
    series: lines.map(({ name, values }) => ({
      name,
      data: [...values],
      ...(isStacked
        ? { type: "bar", stack: "all", barMaxWidth: 24 }
        : { type: "line", showSymbol: true, symbolSize: 5, connectNulls: false }),
    })),
  };
}

/** Short: what is exact is in the tooltip and in the table. */
function axisText(metric: Metric, value: number): string {
  switch (metric) {
    case "amount":
      return `¥${new Intl.NumberFormat("en", { notation: "compact" }).format(value / 100)}`;
    case "succeeded":
      return new Intl.NumberFormat("en", { notation: "compact" }).format(value);
    case "successRate":
      return percent(value);
    case "p95":
      return duration(value);
  }
}
