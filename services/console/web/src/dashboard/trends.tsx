import type { DashboardSeries } from "@compose-pay/contracts";
import { Segmented, Skeleton, Typography } from "antd";
import { useState } from "react";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { dashboardWords } from "./dashboard-words.ts";
import { type Metric, metrics } from "./metric.ts";
import { SeriesChart } from "./series-chart.tsx";

/** Days change slowly. */
const monthEveryMs = 300_000;

/** The same figure over a day and over a month. */
export function Trends({ live, last24 }: { readonly live: boolean; readonly last24: DashboardSeries }) {
  const words = useWords(dashboardWords);
  const [metric, setMetric] = useState<Metric>("amount");
  const wish = { live: live ? "true" : "false", range: "30d" } as const;
  const month = useRead("dashboard.series", wish, { everyMs: monthEveryMs });
  return (
    <section aria-labelledby="dashboard-trends">
      <Typography.Title level={3} id="dashboard-trends">
        {words.trends}
      </Typography.Title>
      <Segmented
        aria-label={words.metric}
        value={metric}
        options={metrics.map((value) => ({ value, label: words[value] }))}
        onChange={setMetric}
        style={{ maxWidth: "100%", overflowX: "auto" }}
      />
      <div
        style={{
          display: "grid",
          gap: 16,
          gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 460px), 1fr))",
        }}
      >
        <SeriesChart title={words.last24} metric={metric} series={last24} />
        {month.isError ? (
          <ProblemAlert error={month.error} onRetry={() => void month.refetch()} />
        ) : month.data === undefined ? (
          <Skeleton active paragraph={{ rows: 6 }} />
        ) : (
          <SeriesChart title={words.last30} metric={metric} series={month.data} />
        )}
      </div>
    </section>
  );
}
