import { Button, Flex, Input, Typography } from "antd";
import { usePages } from "../api/use-read.ts";
import { useSearch } from "../api/use-search.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { useCalendarColumns } from "./calendar-columns.tsx";
import { chinaDay, isMonth, monthAfter } from "../show/china-day.ts";
import { reconciliationWords } from "./reconciliation-words.ts";
import { RunMark } from "./run-mark.tsx";
import { type DayMark, markSigns } from "./run-state-words.ts";
import { StartRun } from "./start-run.tsx";

/** A month by account and day: what is closed, and what waits for somebody. */
export function CalendarPage() {
  const words = useWords(reconciliationWords);
  const search = useSearch();
  const today = chinaDay(new Date());
  const month = isMonth(search.get("month")) ? search.get("month") : today.slice(0, 7);
  const pages = usePages("reconciliation.calendar", { month });
  const columns = useCalendarColumns(month, today);
  const goTo = (next: string) => {
    if (isMonth(next)) search.set({ month: next });
  };
  return (
    <>
      <Typography.Title level={2}>{words.calendar}</Typography.Title>
      <Flex gap="small" wrap align="center" style={{ marginBlockEnd: 12 }}>
        <Button onClick={() => goTo(monthAfter(month, -1))}>{words.previousMonth}</Button>
        <Input
          type="month"
          aria-label={words.month}
          value={month}
          onChange={({ target }) => goTo(target.value)}
          style={{ width: 170 }}
        />
        <Button onClick={() => goTo(monthAfter(month, 1))}>{words.nextMonth}</Button>
        <StartRun />
      </Flex>
      <ListTable
        label={words.calendar}
        pages={pages}
        rowKey={({ account }) => account.id}
        columns={columns}
      />
      <Legend />
    </>
  );
}

function Legend() {
  const words = useWords(reconciliationWords);
  // because these are the members of the record, and no other
  const marks = Object.keys(markSigns) as readonly DayMark[];
  return (
    <Flex gap="small" wrap role="group" aria-label={words.legend}>
      {marks.map((mark) => (
        <RunMark key={mark} mark={mark} />
      ))}
    </Flex>
  );
}
