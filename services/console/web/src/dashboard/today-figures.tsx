import type { ChannelFiguresView, DashboardSnapshot, FiguresView } from "@compose-pay/contracts";
import { Table, type TableColumnsType, Typography } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { type DashboardWords, dashboardWords } from "./dashboard-words.ts";
import { duration, percent } from "./metric.ts";

type Row = FiguresView & { readonly channel: ChannelFiguresView["channel"] | "all" };

/** The present day of China, together and by channel. */
export function TodayFigures({ snapshot: { today } }: { readonly snapshot: DashboardSnapshot }) {
  const words = useWords(dashboardWords);
  const rows: readonly Row[] = [...today.channels, { ...today, channel: "all" }];
  const title = words.today(today.day);
  return (
    <section aria-labelledby="dashboard-today">
      <Typography.Title level={3} id="dashboard-today">
        {title}
      </Typography.Title>
      <dl style={{ display: "flex", flexWrap: "wrap", gap: "8px 32px", margin: "0 0 12px" }}>
        <Figure name={words.amount}>
          <Amount fen={today.amount} />
        </Figure>
        <Figure name={words.succeeded}>{today.succeeded}</Figure>
        <Figure name={words.successRate} help={words.successRateHelp}>
          {rateOf(today)}
        </Figure>
        <Figure name={words.p95} help={words.p95Help}>
          {p95Of(today, words)}
        </Figure>
        <Figure name={words.amountRefunded}>
          <Amount fen={today.amount_refunded} />
        </Figure>
      </dl>
      <ScrollSection label={`${title} · ${words.channel}`}>
        <Table<Row>
          columns={columnsOf(words)}
          dataSource={rows}
          rowKey="channel"
          pagination={false}
          size="small"
        />
      </ScrollSection>
    </section>
  );
}

function Figure({
  name,
  help,
  children,
}: {
  readonly name: string;
  readonly help?: string;
  readonly children: ReactNode;
}) {
  return (
    <div title={help}>
      <dt>
        <Typography.Text type="secondary">{name}</Typography.Text>
      </dt>
      <dd style={{ margin: 0, fontSize: 24, fontVariantNumeric: "tabular-nums" }}>{children}</dd>
    </div>
  );
}

type Counter = "created" | "succeeded" | "failed" | "closed" | "refunds";

function number(title: string, dataIndex: Counter): TableColumnsType<Row>[number] {
  return { title, dataIndex, align: "right" };
}

function columnsOf(words: DashboardWords): TableColumnsType<Row> {
  return [
    {
      title: words.channel,
      rowScope: "row",
      render: (_, { channel }) => words[channel],
    },
    { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
    number(words.created, "created"),
    number(words.succeeded, "succeeded"),
    number(words.failed, "failed"),
    number(words.closed, "closed"),
    { title: words.successRate, align: "right", render: (_, row) => rateOf(row) },
    { title: words.p95, align: "right", render: (_, row) => p95Of(row, words) },
    number(words.refunds, "refunds"),
    {
      title: words.amountRefunded,
      align: "right",
      render: (_, row) => <Amount fen={row.amount_refunded} />,
    },
  ];
}

function rateOf({ success_rate: rate }: FiguresView): string {
  return rate === null ? "—" : percent(rate);
}

function p95Of({ p95_ms: ms, p95_is_floor: isFloor }: FiguresView, words: DashboardWords): string {
  if (ms === null) return "—";
  return isFloor ? words.moreThan(duration(ms)) : duration(ms);
}
