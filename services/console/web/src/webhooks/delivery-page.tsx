import type { DeliveryDetail } from "@compose-pay/contracts";
import { Space, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Facts } from "../show/facts.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { Loaded } from "../show/loaded.tsx";
import { When } from "../show/when.tsx";
import { AttemptList } from "./attempt-list.tsx";
import { DeliveryPlace } from "./delivery-place.tsx";
import { DeliveryStatusTag } from "./delivery-status-tag.tsx";
import { deliveryWords } from "./delivery-words.ts";
import { webhookWords } from "./webhook-words.ts";

const lookAgainMs = 5_000;

export function DeliveryPage() {
  const { id = "" } = useParams();
  const words = useWords(deliveryWords);
  const mayAct = useMay("webhooks.act");
  const query = useRead("deliveries.show", { id }, { everyMs: lookAgainMs });
  return (
    <>
      <Typography.Title level={2}>{words.delivery}</Typography.Title>
      <Loaded query={query}>
        {(delivery) => (
          <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
            {mayAct ? <RedeliverButton id={delivery.id} /> : null}
            <DeliveryFacts delivery={delivery} />
            <Typography.Title level={3}>{words.attempts}</Typography.Title>
            <AttemptList attempts={delivery.attempts} />
          </Space>
        )}
      </Loaded>
    </>
  );
}

function RedeliverButton({ id }: { readonly id: string }) {
  const words = useWords(deliveryWords);
  const redeliver = useAct("deliveries.redeliver", ["deliveries.show", "deliveries.list", "events.show"]);
  return (
    <ActButton
      title={words.redeliver}
      question={words.redeliverQuestion}
      mutation={redeliver}
      input={{ id }}
      done={() => words.redelivered}
      button={{ type: "primary" }}
    />
  );
}

function DeliveryFacts({ delivery }: { readonly delivery: DeliveryDetail }) {
  const words = useWords(deliveryWords);
  const { url } = useWords(webhookWords);
  const { event_id: eventId } = delivery;
  return (
    <Facts
      facts={[
        { label: "ID", value: <code>{delivery.id}</code> },
        { label: words.status, value: <DeliveryStatusTag status={delivery.status} /> },
        { label: words.endpoint, value: <DeliveryPlace endpointId={delivery.endpoint_id} /> },
        { label: url, value: <ForeignLine text={delivery.url} /> },
        { label: words.event, value: <Link to={`/webhooks/events/${eventId}`}>{eventId}</Link> },
        { label: words.type, value: delivery.event_type },
        { label: words.attemptsMade, value: delivery.attempts_made },
        { label: words.next, value: <When at={delivery.next_attempt_at} /> },
        { label: words.created, value: <When at={delivery.created_at} /> },
        { label: words.ended, value: <When at={delivery.ended_at} /> },
      ]}
    />
  );
}
