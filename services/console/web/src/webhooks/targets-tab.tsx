import type { TargetView } from "@compose-pay/contracts";
import type { TableColumnsType } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { Filters, TextFilter } from "../show/filters.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ListTable } from "../show/list-table.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { webhookWords } from "./webhook-words.ts";

/** Lines that do not move as they should. */
export function TargetsTab() {
  const words = useWords(webhookWords);
  const [appId] = useFilter("app_id");
  const pages = usePages("targets.list", { app_id: appId || undefined });
  return (
    <>
      <Filters>
        <TextFilter name="app_id" label={words.appId} />
        <RefreshButton pages={pages} />
      </Filters>
      <ListTable label={words.targets} pages={pages} rowKey={({ id }) => id} columns={useColumns()} />
    </>
  );
}

function useColumns(): TableColumnsType<TargetView> {
  const words = useWords(webhookWords);
  return [
    {
      title: words.endpoint,
      render: (_, { endpoint_id: id }) =>
        id === null ? words.ownAddresses : <Link to={`/webhooks/endpoints/${id}`}>{id}</Link>,
    },
    { title: words.why, render: (_, { why }) => words.whys[why] },
    {
      title: words.waiting,
      align: "right",
      render: (_, { waiting, waiting_more: hasMore }) => (hasMore ? words.over(waiting) : waiting),
    },
    { title: words.failures, dataIndex: "failures", align: "right" },
    { title: words.failingSince, render: (_, row) => <When at={row.failing_since} /> },
    { title: words.openUntil, render: (_, row) => <When at={row.open_until} /> },
    { title: words.due, render: (_, row) => <When at={row.due_at} /> },
    { title: words.url, render: (_, { url }) => <ForeignLine text={url} /> },
    { title: words.app, dataIndex: "app_id" },
  ];
}
