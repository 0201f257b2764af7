import type { RefundRequestView, RefundRowView } from "@compose-pay/contracts";
import { Flex, Select, Tabs, Typography } from "antd";
import { usePages } from "../api/use-read.ts";
import { IdField } from "../payments/id-field.tsx";
import { stateWords } from "../show/state-words.ts";
import { useListFilter } from "../show/use-list-filter.ts";
import { WallTimeField } from "../show/wall-time-field.tsx";
import { paymentWords } from "../payments/payment-words.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { useRefundColumns } from "./refund-table.tsx";
import { refundWords } from "./refund-words.ts";
import { refundsArea } from "./refunds-area.ts";
import { useRequestColumns } from "./request-table.tsx";

export function RefundsPage() {
  const title = useWords(refundsArea.title);
  const words = useWords(refundWords);
  const { values, set } = useListFilter(["tab"]);
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <Tabs
        activeKey={values.tab === "requests" ? "requests" : "refunds"}
        onChange={(tab) => set({ tab: tab === "requests" ? tab : "" })}
        destroyOnHidden
        items={[
          { key: "refunds", label: words.tabRefunds, children: <Refunds /> },
          { key: "requests", label: words.tabRequests, children: <Requests /> },
        ]}
      />
    </>
  );
}

const filterNames = ["state", "account_id", "app_id", "created_from", "created_before"] as const;

function Refunds() {
  const words = useWords(refundWords);
  const times = useWords(paymentWords);
  const states = useWords(stateWords);
  const { values, set } = useListFilter(filterNames);
  // because the API parses what is written in the address
  const asked = values as typeof values & { readonly state?: RefundRowView["state"] };
  const pages = usePages("refunds.list", asked);
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={8} align="end" role="search" aria-label={times.filters}>
        <Select
          aria-label={words.state}
          value={values.state ?? ""}
          onChange={(state) => set({ state, app_id: "" })}
          style={{ width: 160 }}
          options={[
            { value: "", label: words.anyState },
            ...Object.entries(states.refund).map(([value, label]) => ({ value, label })),
          ]}
        />
        <IdField
          label={words.account}
          example="acc_…"
          value={values.account_id ?? ""}
          onChange={(account_id) => set({ account_id, app_id: "" })}
        />
        <IdField
          label={words.app}
          example="app_…"
          value={values.app_id ?? ""}
          onChange={(app_id) => set({ app_id, account_id: "", state: "" })}
        />
        <WallTimeField
          label={times.from}
          value={values.created_from ?? ""}
          onChange={(created_from) => set({ created_from })}
        />
        <WallTimeField
          label={times.before}
          value={values.created_before ?? ""}
          onChange={(created_before) => set({ created_before })}
        />
      </Flex>
      <ListTable
        label={words.tabRefunds}
        pages={pages}
        rowKey={(row) => row.id}
        columns={useRefundColumns(true)}
      />
    </Flex>
  );
}

function Requests() {
  const words = useWords(refundWords);
  const states = useWords(stateWords);
  const { values, set } = useListFilter(["request_state"]);
  // because the API parses what is written in the address
  const state = (values.request_state ?? "waiting") as RefundRequestView["state"];
  const pages = usePages("refund_requests.list", { state });
  return (
    <Flex vertical gap={16}>
      <Select
        aria-label={words.state}
        value={state}
        onChange={(chosen) => set({ request_state: chosen === "waiting" ? "" : chosen })}
        style={{ width: 160 }}
        options={Object.entries(states.request).map(([value, label]) => ({ value, label }))}
      />
      <ListTable
        label={words.tabRequests}
        pages={pages}
        rowKey={(row) => row.id}
        columns={useRequestColumns()}
      />
    </Flex>
  );
}
