import type { ChannelFiguresView, DashboardSeries, FigurePointView } from "@compose-pay/contracts";
import { Empty, Skeleton, Table, Typography } from "antd";
import { lazy, Suspense } from "react";
import { useSession } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { chinaDay } from "../show/china-day.ts";
import { ScrollSection } from "../show/scroll-section.tsx";
import { dashboardWords } from "./dashboard-words.ts";
import { type Metric, metricText, valueOf } from "./metric.ts";

/** Most of the library's code comes when a chart is shown. */
const Chart = lazy(async () => ({ default: (await import("./chart.tsx")).Chart }));

const heightPx = 260;

/** One figure over a span of time as a picture, and the same as a table. */
export function SeriesChart({
  title,
  metric,
  series,
}: {
  readonly title: string;
  readonly metric: Metric;
  readonly series: DashboardSeries;
}) {
  const words = useWords(dashboardWords);
  const { operator } = useSession();
  const times = series.points.map((point) => timeText(point, series.range, operator.time_zone));
  const channels = channelsOf(series);
  const lines = channels.map((channel) => ({
    name: words[channel],
    values: series.points.map((point) => valueOfChannel(point, channel, metric)),
  }));
  const all = { name: words.all, values: series.points.map((point) => valueOf(metric, point)) };
  // Sums stand on one another; of a rate or a time the whole is no sum of its parts.
  const isSum = metric === "amount" || metric === "succeeded";
  const isDrawn = [...lines, all].some(({ values }) => values.some((value) => value !== null && value !== 0));
  if (!isDrawn)
    return (
      <figure style={{ margin: 0, minWidth: 0 }}>
        <ChartTitle title={title} />
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={channels.length === 0 ? words.noPayments : words.noValues(words[metric])}
          style={{ margin: 0, height: heightPx, alignContent: "center" }}
        />
      </figure>
    );
  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <ChartTitle title={title} />
      <div role="img" aria-label={words.chartOf(words[metric], title)} style={{ height: heightPx }}>
        <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} title={false} />}>
          <Chart times={times} lines={isSum ? lines : [...lines, all]} isStacked={isSum} metric={metric} />
        </Suspense>
      </div>
      <details>
        <summary>{words.asTable}</summary>
        <ScrollSection label={`${title} ${words[metric]}`}>
          <Table
            size="small"
            pagination={false}
            rowKey="time"
            dataSource={times.map((time, index) => ({ time, index }))}
            columns={[
              { title: words.time, dataIndex: "time", rowScope: "row" },
              ...[...lines, all].map(({ name, values }) => ({
                title: name,
                key: name,
                align: "right" as const,
                render: (_: unknown, { index }: { readonly index: number }) =>
                  metricText(metric, values[index] ?? null),
              })),
            ]}
          />
        </ScrollSection>
      </details>
    </figure>
  );
}

function ChartTitle({ title }: { readonly title: string }) {
  return (
    <Typography.Title level={4} style={{ fontSize: 14 }}>
      {title}
    </Typography.Title>
  );
}

type Channel = ChannelFiguresView["channel"];

function channelsOf({ points }: DashboardSeries): readonly Channel[] {
  return [...new Set(points.flatMap((point) => point.channels.map(({ channel }) => channel)))].toSorted();
}

/** A channel that has nothing in an hour has sums of 0 and no rates. */
function valueOfChannel(point: FigurePointView, channel: Channel, metric: Metric): number | null {
  const figures = point.channels.find((one) => one.channel === channel);
  if (figures !== undefined) return valueOf(metric, figures);
  return metric === "amount" || metric === "succeeded" ? 0 : null;
}

/** Hours by the operator's clock; days are those of China, whoever looks. */
function timeText({ at }: FigurePointView, range: DashboardSeries["range"], timeZone: string): string {
  const begin = new Date(at);
  if (range === "30d") return chinaDay(begin).slice("2026-".length);
  const format = { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat("en-CA", { ...format, hourCycle: "h23", timeZone })
    .format(begin)
    .replace(",", "");
}
