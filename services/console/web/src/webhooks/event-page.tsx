import type { EventView } from "@compose-pay/contracts";
import { Empty, Space, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Facts } from "../show/facts.tsx";
import { ForeignText } from "../show/foreign-text.tsx";
import { Loaded } from "../show/loaded.tsx";
import { When } from "../show/when.tsx";
import { AttemptList } from "./attempt-list.tsx";
import { DeliveryPlace } from "./delivery-place.tsx";
import { DeliveryStatusTag } from "./delivery-status-tag.tsx";
import { deliveryWords } from "./delivery-words.ts";
import { webhookWords } from "./webhook-words.ts";

const lookAgainMs = 5_000;

/** An event: what is sent, where it went, and what was answered there. */
export function EventPage() {
  const { id = "" } = useParams();
  const words = useWords(deliveryWords);
  const mayAct = useMay("webhooks.act");
  const query = useRead("events.show", { id }, { everyMs: lookAgainMs });
  const redeliver = useAct("events.redeliver", ["events.show", "deliveries.list"]);
  return (
    <>
      <Typography.Title level={2}>{words.event}</Typography.Title>
      <Loaded query={query}>
        {(event) => (
          <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
            {mayAct ? (
              <ActButton
                title={words.redeliver}
                question={words.redeliverEventQuestion}
                mutation={redeliver}
                input={{ id: event.id }}
                done={() => words.redelivered}
                button={{ type: "primary" }}
              />
            ) : null}
            <EventFacts event={event} />
            <Typography.Title level={3}>{words.body}</Typography.Title>
            <ForeignText text={event.body} label={words.body} />
            <Typography.Title level={3}>{words.deliveries}</Typography.Title>
            <EventDeliveries event={event} />
          </Space>
        )}
      </Loaded>
    </>
  );
}

function EventFacts({ event }: { readonly event: EventView }) {
  const words = useWords(deliveryWords);
  const { app, mode, modes } = useWords(webhookWords);
  const { endpoint_id: endpointId } = event;
  return (
    <Facts
      facts={[
        { label: "ID", value: <code>{event.id}</code> },
        { label: words.type, value: event.type },
        { label: words.payment, value: <code>{event.payment_id ?? "—"}</code> },
        { label: words.sequence, value: event.sequence },
        { label: app, value: <code>{event.app_id}</code> },
        { label: mode, value: event.live ? modes.live : modes.test },
        {
          label: words.onlyFor,
          value: endpointId === null ? "—" : <DeliveryPlace endpointId={endpointId} />,
        },
        { label: words.made, value: event.deliveries_made ? words.yes : words.no },
        { label: words.trace, value: <code>{event.trace_id}</code> },
        { label: words.created, value: <When at={event.created_at} /> },
      ]}
    />
  );
}

function EventDeliveries({ event: { deliveries } }: { readonly event: EventView }) {
  const words = useWords(deliveryWords);
  if (deliveries.length === 0) return <Empty description={words.noAttempts} />;
  return deliveries.map((delivery) => (
    <section key={delivery.id} aria-label={delivery.id}>
      <Space wrap style={{ marginBottom: 8 }}>
        <Link to={`/webhooks/deliveries/${delivery.id}`}>{delivery.id}</Link>
        <DeliveryStatusTag status={delivery.status} />
        <DeliveryPlace endpointId={delivery.endpoint_id} />
      </Space>
      <AttemptList attempts={delivery.attempts} />
    </section>
  ));
}
