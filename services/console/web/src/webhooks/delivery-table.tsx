import type { Delivery } from "@compose-pay/contracts";
import type { TableColumnsType } from "antd";
import { Link } from "react-router";
import type { Pages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { CodeWord } from "../show/code-word.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { DeliveryPlace } from "./delivery-place.tsx";
import { DeliveryStatusTag } from "./delivery-status-tag.tsx";
import { deliveryWords } from "./delivery-words.ts";

/** Deliveries, each with how its last attempt ended. */
export function DeliveryTable({ label, pages }: { readonly label: string; readonly pages: Pages<Delivery> }) {
  return <ListTable label={label} pages={pages} rowKey={({ id }) => id} columns={useColumns()} />;
}

function useColumns(): TableColumnsType<Delivery> {
  const words = useWords(deliveryWords);
  return [
    { title: words.delivery, render: (_, { id }) => <Link to={`/webhooks/deliveries/${id}`}>{id}</Link> },
    { title: words.status, render: (_, { status }) => <DeliveryStatusTag status={status} /> },
    { title: words.last, render: (_, delivery) => <LastOutcome delivery={delivery} /> },
    { title: words.type, dataIndex: "event_type" },
    { title: words.endpoint, render: (_, row) => <DeliveryPlace endpointId={row.endpoint_id} /> },
    { title: words.attemptsMade, dataIndex: "attempts_made", align: "right" },
    { title: words.next, render: (_, row) => <When at={row.next_attempt_at} /> },
    { title: words.created, render: (_, row) => <When at={row.created_at} /> },
  ];
}

function LastOutcome({ delivery }: { readonly delivery: Delivery }) {
  const words = useWords(deliveryWords);
  const last = delivery.attempts.at(-1);
  if (last === undefined) return <>{words.noAttempts}</>;
  if (last.error !== null) return <CodeWord code={last.error} />;
  return <>{last.status === null ? null : words.http(last.status)}</>;
}
