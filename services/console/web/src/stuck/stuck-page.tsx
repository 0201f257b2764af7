import type { StuckKindName, StuckRowView } from "@compose-pay/contracts";
import { Select, Space, type TableColumnsType, Typography } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { usePages, useRead } from "../api/use-read.ts";
import { useAreaOpen } from "../shell/use-area-open.ts";
import { useWords } from "../shell/words.ts";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ListTable } from "../show/list-table.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { chosenOf, useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { mostChosen, MovingBar } from "./moving-bar.tsx";
import { stuckArea } from "./stuck-area.ts";
import { movingIds, stuckKindNames, stuckKindOf } from "./stuck-kind.ts";
import { stuckKindWords, stuckWords } from "./stuck-words.ts";

const countAgainMs = 10_000;

/** What the dashboard counts, row by row, and what moves it. */
export function StuckPage() {
  const title = useWords(stuckArea.title);
  const [written] = useFilter("what");
  const counts = useCounts();
  // The first of which there was any: kept, so that the page stays where it is when these have moved on.
  const [first, keep] = useState<StuckKindName>();
  const found = stuckKindNames.find((kind) => counts.has(kind));
  if (first === undefined && found !== undefined) keep(found);
  const what = chosenOf(stuckKindNames, written) ?? first ?? "attempts_unsent";
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <KindChoice what={what} counts={counts} />
      <StuckRows key={what} what={what} />
    </>
  );
}

type Counts = ReadonlyMap<StuckKindName, number>;

function useCounts(): Counts {
  const shown = useRead("dashboard.show", {}, { everyMs: countAgainMs });
  return new Map(shown.data?.stuck.map(({ what, count }) => [what, count]));
}

/** All kinds to choose from, and those of which there are any at one click. */
function KindChoice({ what, counts }: { readonly what: StuckKindName; readonly counts: Counts }) {
  const words = useWords(stuckWords);
  const kinds = useWords(stuckKindWords);
  const [, choose] = useFilter("what");
  const labelOf = (kind: StuckKindName) => `${kinds[kind]} · ${counts.get(kind) ?? 0}`;
  const optionsOf = (group: "late" | "person") =>
    stuckKindNames
      .filter((kind) => stuckKindOf[kind].group === group)
      .map((value) => ({ value, label: labelOf(value) }));
  return (
    <Space wrap style={{ marginBottom: 12 }}>
      <Select
        aria-label={words.what}
        value={what}
        onChange={(kind) => choose(kind)}
        style={{ width: 340, maxWidth: "100%" }}
        options={[
          { label: words.late, options: optionsOf("late") },
          { label: words.person, options: optionsOf("person") },
        ]}
      />
      {stuckKindNames
        .filter((kind) => kind !== what && counts.has(kind))
        .map((kind) => (
          <Link key={kind} to={`/stuck?what=${kind}`}>
            {labelOf(kind)}
          </Link>
        ))}
    </Space>
  );
}

function StuckRows({ what }: { readonly what: StuckKindName }) {
  const kinds = useWords(stuckKindWords);
  const { act } = stuckKindOf[what];
  const pages = usePages("stuck.list", { what, limit: String(mostChosen) });
  const [keys, choose] = useState<readonly string[]>([]);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  // What has moved on meanwhile is no longer chosen.
  const chosen = rows.filter(({ id }) => keys.includes(id));
  const choice = { keys: chosen.map(({ id }) => id), choose, most: mostChosen };
  return (
    <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
      <RefreshButton pages={pages} />
      {act === null ? null : <MovingBar act={act} ids={movingIds(act, chosen)} onDone={() => choose([])} />}
      <ListTable
        label={kinds[what]}
        pages={pages}
        rowKey={({ id }) => id}
        columns={useColumns(what, rows)}
        {...(act === null ? {} : { choice })}
      />
    </Space>
  );
}

/** A column that says nothing of any row is left out, so that a phone shows the others. */
function useColumns(what: StuckKindName, rows: readonly StuckRowView[]): TableColumnsType<StuckRowView> {
  const words = useWords(stuckWords);
  const isOpen = useAreaOpen();
  const linked = (path: string | null, id: string) =>
    path !== null && isOpen(path) ? <Link to={path}>{id}</Link> : <code>{id}</code>;
  const place = (path: string, id: string | null) => (id === null ? "—" : linked(`${path}/${id}`, id));
  const { pathOf } = stuckKindOf[what];
  const has = (name: keyof StuckRowView) => rows.some((row) => row[name] !== null);
  const columns: readonly (TableColumnsType<StuckRowView>[number] & { readonly of: keyof StuckRowView })[] = [
    { of: "id", title: words.id, render: (_, row) => linked(pathOf(row), row.id) },
    { of: "since", title: words.since, render: (_, { since }) => <When at={since} /> },
    { of: "word", title: words.word, render: (_, { word }) => <ForeignLine text={word} /> },
    { of: "payment_id", title: words.payment, render: (_, row) => place("/payments", row.payment_id) },
    { of: "account_id", title: words.account, render: (_, row) => place("/accounts", row.account_id) },
    { of: "app_id", title: words.app, render: (_, { app_id: id }) => id ?? "—" },
  ];
  return columns
    .filter(({ of }) => rows.length === 0 || has(of))
    .map(({ of, ...column }) => ({ key: of, ...column }));
}
