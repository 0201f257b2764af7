import type { ConsoleInput, DiscrepancyView } from "@compose-pay/contracts";
import { Tabs } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useSearch } from "../api/use-search.ts";
import { useAccounts } from "../reconciliation/use-accounts.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { discrepancyStates } from "./discrepancy-types.ts";
import { discrepancyTypeWords, discrepancyWords } from "./discrepancy-words.ts";

type Filter = Omit<ConsoleInput<"discrepancies.list">, "state" | "after" | "limit">;

/** Discrepancies under this filter, by their state, which is in the page's address. */
export function DiscrepancyTable({ filter }: { readonly filter: Filter }) {
  const words = useWords(discrepancyWords);
  const search = useSearch();
  const state = discrepancyStates.find((one) => one === search.get("state")) ?? "open";
  return (
    <>
      <Tabs
        activeKey={state}
        onChange={(key) => search.set({ state: key === "open" ? "" : key })}
        items={discrepancyStates.map((one) => ({ key: one, label: words[one] }))}
      />
      <Rows filter={{ ...filter, state }} />
    </>
  );
}

function Rows({ filter }: { readonly filter: ConsoleInput<"discrepancies.list"> }) {
  const words = useWords(discrepancyWords);
  const types = useWords(discrepancyTypeWords);
  const accounts = useAccounts();
  const pages = usePages("discrepancies.list", filter);
  return (
    <ListTable<DiscrepancyView>
      label={words.title}
      pages={pages}
      rowKey={({ id }) => id}
      columns={[
        {
          title: words.type,
          render: (_, row) => <Link to={`/discrepancies/${row.id}`}>{types[row.type]}</Link>,
        },
        { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
        { title: words.account, render: (_, row) => accounts.nameOf(row.account_id) },
        { title: words.day, render: (_, row) => row.day ?? "—" },
        { title: words.about, render: (_, row) => <About row={row} /> },
        { title: words.foundAt, render: (_, row) => <When at={row.found_at} /> },
        ...(filter.state === "open"
          ? []
          : [
              {
                title: words.resolvedBy,
                render: (_: unknown, row: DiscrepancyView) => row.resolved_by ?? "—",
              },
            ]),
      ]}
    />
  );
}

function About({ row }: { readonly row: DiscrepancyView }) {
  const number = row.refund_id ?? row.payment_id ?? row.attempt_id;
  return number === null ? <span aria-hidden="true">—</span> : <code>{number}</code>;
}
