import type { SuspendedEntry } from "@compose-pay/contracts";
import { Flex, Input, Typography } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { given, useSearch } from "../api/use-search.ts";
import { discrepancyTypeWords } from "../discrepancies/discrepancy-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { AccountSelect } from "./account-select.tsx";
import { suspenseAge } from "./suspense-age.ts";
import { suspenseWords } from "./suspense-words.ts";

/** What around midnight waits for the bills of the next days: for how long, and what becomes of it. */
export function SuspenseTab() {
  const words = useWords(suspenseWords);
  const search = useSearch();
  const [account, from, to] = [search.get("account"), search.get("from"), search.get("to")];
  const pages = usePages("suspense.list", given({ account_id: account, from_day: from, to_day: to }));
  const now = new Date();
  const dayField = (name: "from" | "to", label: string) => (
    <Input
      type="date"
      aria-label={label}
      value={search.get(name)}
      onChange={({ target }) => search.set({ [name]: target.value })}
      style={{ width: 170 }}
      allowClear
    />
  );
  return (
    <>
      <Typography.Title level={2}>{words.title}</Typography.Title>
      <p>{words.about}</p>
      <Flex gap="small" wrap style={{ marginBlockEnd: 12 }}>
        <AccountSelect value={account} onChange={(next) => search.set({ account: next })} />
        {dayField("from", words.fromDay)}
        {dayField("to", words.toDay)}
      </Flex>
      <ListTable<SuspendedEntry>
        label={words.title}
        pages={pages}
        rowKey={(row) => `${row.account_id} ${row.out_no}`}
        columns={[
          { title: words.day, dataIndex: "day" },
          { title: words.account, render: (_, row) => row.account_name ?? row.account_id },
          { title: words.kind, render: (_, row) => words[row.kind] },
          { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
          { title: words.age, render: (_, row) => <Age entry={row} now={now} /> },
          { title: words.fate, render: (_, row) => <Fate entry={row} /> },
          { title: words.number, render: (_, row) => <EntryLink entry={row} /> },
          { title: words.since, render: (_, row) => <When at={row.suspended_at} /> },
          {
            title: words.run,
            render: (_, row) => <Link to={`/reconciliation/runs/${row.run_id}`}>{row.run_id}</Link>,
          },
        ]}
      />
    </>
  );
}

/** To its payment, or to the refund that it is. */
function EntryLink({ entry }: { readonly entry: SuspendedEntry }) {
  const mayPayments = useMay("payments.read");
  const mayRefunds = useMay("refunds.read");
  const { kind, out_no: number, payment_id: payment } = entry;
  if (kind === "refund" && mayRefunds) return <Link to={`/refunds/${number}`}>{number}</Link>;
  if (payment !== null && mayPayments) return <Link to={`/payments/${payment}`}>{number}</Link>;
  return <code>{number}</code>;
}

function Age({ entry, now }: { readonly entry: SuspendedEntry; readonly now: Date }) {
  const words = useWords(suspenseWords);
  const { days, hours } = suspenseAge(entry.suspended_at, now);
  return words.ageOf(days, hours);
}

function Fate({ entry: { awaited_days: days } }: { readonly entry: SuspendedEntry }) {
  const words = useWords(suspenseWords);
  const { missing_there: type } = useWords(discrepancyTypeWords);
  const fate = days.length === 0 ? words.isOver(type) : words.awaits(days.join(", "), type);
  return <div style={{ minWidth: 200, maxWidth: 320, whiteSpace: "normal" }}>{fate}</div>;
}
