import type { EventRowView } from "@compose-pay/contracts";
import type { TableColumnsType } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ChoiceFilter, Filters, TextFilter } from "../show/filters.tsx";
import { ListTable } from "../show/list-table.tsx";
import { useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { deliveryWords } from "./delivery-words.ts";
import { webhookWords } from "./webhook-words.ts";

export function EventsTab() {
  const words = useWords(webhookWords);
  const { paymentId: paymentLabel } = useWords(deliveryWords);
  const [appId] = useFilter("app_id");
  const [paymentId] = useFilter("payment_id");
  const [mode] = useFilter("mode");
  const pages = usePages("events.list", {
    app_id: appId || undefined,
    payment_id: paymentId || undefined,
    live: mode === "test" ? "false" : "true",
  });
  return (
    <>
      <Filters>
        <TextFilter name="payment_id" label={paymentLabel} />
        <TextFilter name="app_id" label={words.appId} />
        {appId === "" ? null : <ChoiceFilter name="mode" label={words.mode} choices={words.modes} />}
      </Filters>
      <ListTable label={words.events} pages={pages} rowKey={({ id }) => id} columns={useColumns()} />
    </>
  );
}

function useColumns(): TableColumnsType<EventRowView> {
  const words = useWords(deliveryWords);
  const { app, mode, modes } = useWords(webhookWords);
  return [
    { title: words.event, render: (_, { id }) => <Link to={`/webhooks/events/${id}`}>{id}</Link> },
    { title: words.type, dataIndex: "type" },
    { title: words.created, render: (_, row) => <When at={row.created_at} /> },
    { title: words.payment, render: (_, row) => <PaymentLink id={row.payment_id} /> },
    { title: mode, render: (_, { live }) => (live ? modes.live : modes.test) },
    { title: app, dataIndex: "app_id" },
  ];
}

function PaymentLink({ id }: { readonly id: string | null }) {
  const maySee = useMay("payments.read");
  if (id === null) return <span aria-hidden="true">—</span>;
  return maySee ? <Link to={`/payments/${id}`}>{id}</Link> : id;
}
