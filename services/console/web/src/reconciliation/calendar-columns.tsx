import type { CalendarRow } from "@compose-pay/contracts";
import { type TableColumnsType, Tag } from "antd";
import { Link } from "react-router";
import { stateWords } from "../show/state-words.ts";
import { useWords } from "../shell/words.ts";
import { daysOfMonth } from "../show/china-day.ts";
import { reconciliationWords } from "./reconciliation-words.ts";
import { RunMark } from "./run-mark.tsx";
import { markOf, markWords } from "./run-state-words.ts";

/** Accounts as rows, days as columns; the account stays where it is while the days are moved. */
export function useCalendarColumns(month: string, today: string): TableColumnsType<CalendarRow> {
  const words = useWords(reconciliationWords);
  const channels: Readonly<Record<string, string>> = useWords(stateWords).channel;
  return [
    {
      title: words.account,
      fixed: "left",
      render: (_, { account }) => (
        <div title={account.id} style={{ maxWidth: 150, overflowWrap: "anywhere", whiteSpace: "normal" }}>
          {account.name}
          <br />
          <small>{channels[account.channel] ?? account.channel}</small>{" "}
          {account.enabled ? null : <Tag>{words.disabled}</Tag>}
        </div>
      ),
    },
    ...daysOfMonth(month).map((day) => ({
      key: day,
      title: <time dateTime={day}>{Number(day.slice(-2))}</time>,
      align: "center" as const,
      render: (_: unknown, row: CalendarRow) => <Day row={row} day={day} isPast={day < today} />,
    })),
  ];
}

function Day({
  row,
  day,
  isPast,
}: {
  readonly row: CalendarRow;
  readonly day: string;
  readonly isPast: boolean;
}) {
  const words = useWords(reconciliationWords);
  const marks = useWords(markWords);
  const found = row.days.find((one) => one.day === day);
  if (found === undefined) {
    return isPast ? (
      <span role="img" aria-label={words.noRun} title={words.noRun}>
        —
      </span>
    ) : null;
  }
  const mark = markOf(found);
  const count = found.unresolved === 0 ? "" : ` ${found.unresolved}`;
  const name = `${row.account.name} ${day} ${marks[mark]}${count}`;
  return (
    <Link to={`/reconciliation/runs/${found.run_id}`} title={name} aria-label={name}>
      <RunMark mark={mark} count={found.unresolved} />
    </Link>
  );
}
