import type { CalendarRow } from "@compose-pay/contracts";
import { type TableColumnsType, Tag } from "antd";
import { Link } from "react-router";
import { useWords } from "../shell/words.ts";
import { daysOfMonth } from "./china-day.ts";
import { reconciliationWords } from "./reconciliation-words.ts";
import { RunMark } from "./run-mark.tsx";
import { markOf } from "./run-state-words.ts";

/** Accounts as rows, days as columns; the account stays where it is while the days are moved. */
export function useCalendarColumns(month: string, today: string): TableColumnsType<CalendarRow> {
  const words = useWords(reconciliationWords);
  return [
    {
      title: words.account,
      fixed: "left",
      render: (_, { account }) => (
        <>
          <div>{account.name}</div>
          <small>
            {account.channel} <code>{account.id}</code>
          </small>
          {account.enabled ? null : <Tag>{words.disabled}</Tag>}
        </>
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
  const found = row.days.find((one) => one.day === day);
  if (found === undefined) {
    return isPast ? (
      <span title={words.noRun}>
        <span aria-hidden="true">—</span>
        <span style={hidden}>{words.noRun}</span>
      </span>
    ) : null;
  }
  return (
    <Link to={`/reconciliation/runs/${found.run_id}`} title={`${row.account.name} ${day}`}>
      <span style={hidden}>{`${row.account.name} ${day} `}</span>
      <RunMark mark={markOf(found)} count={found.unresolved} />
    </Link>
  );
}

/** Read out, and not seen. */
const hidden = {
  position: "absolute",
  width: 1,
  height: 1,
  overflow: "hidden",
  clipPath: "inset(50%)",
  whiteSpace: "nowrap",
} as const;
