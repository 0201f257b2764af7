import type { EndpointRow } from "@compose-pay/contracts";
import type { TableColumnsType } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ChoiceFilter, Filters, TextFilter } from "../show/filters.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ListTable } from "../show/list-table.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { chosenOf, useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { CircuitTag } from "./circuit-tag.tsx";
import { EndpointState } from "./endpoint-state.tsx";
import { webhookWords } from "./webhook-words.ts";

const states = ["enabled", "disabled", "failing"] as const;

export function EndpointsTab() {
  const words = useWords(webhookWords);
  const [appId] = useFilter("app_id");
  const [state] = useFilter("state");
  const pages = usePages("endpoints.list", { app_id: appId || undefined, state: chosenOf(states, state) });
  return (
    <>
      <Filters>
        <ChoiceFilter name="state" label={words.state} choices={words.states} />
        <TextFilter name="app_id" label={words.appId} />
        <RefreshButton pages={pages} />
      </Filters>
      <ListTable label={words.endpoints} pages={pages} rowKey={({ id }) => id} columns={useColumns()} />
    </>
  );
}

function useColumns(): TableColumnsType<EndpointRow> {
  const words = useWords(webhookWords);
  return [
    { title: words.endpoint, render: (_, { id }) => <Link to={`/webhooks/endpoints/${id}`}>{id}</Link> },
    { title: words.state, render: (_, endpoint) => <EndpointState endpoint={endpoint} /> },
    { title: words.health, render: (_, { health }) => <CircuitTag circuit={health.circuit} /> },
    { title: words.failures, align: "right", render: (_, { health }) => health.failures },
    { title: words.failingSince, render: (_, { health }) => <When at={health.failing_since} /> },
    { title: words.url, render: (_, { url }) => <ForeignLine text={url} /> },
    { title: words.mode, render: (_, { live }) => (live ? words.modes.live : words.modes.test) },
    { title: words.app, dataIndex: "app_id" },
  ];
}
