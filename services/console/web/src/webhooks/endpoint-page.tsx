import type { EndpointView } from "@compose-pay/contracts";
import { Space, Typography } from "antd";
import { useParams } from "react-router";
import { usePages, useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Facts } from "../show/facts.tsx";
import { ChoiceFilter, Filters } from "../show/filters.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { Loaded } from "../show/loaded.tsx";
import { chosenOf, useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { CircuitTag } from "./circuit-tag.tsx";
import { DeliveryTable } from "./delivery-table.tsx";
import { deliveryWords } from "./delivery-words.ts";
import { EndpointActs } from "./endpoint-acts.tsx";
import { EndpointState } from "./endpoint-state.tsx";
import { webhookWords } from "./webhook-words.ts";

const statuses = ["pending", "retrying", "succeeded", "exhausted", "paused"] as const;
const lookAgainMs = 10_000;

export function EndpointPage() {
  const { id = "" } = useParams();
  const words = useWords(webhookWords);
  const mayAct = useMay("webhooks.act");
  const query = useRead("endpoints.show", { id }, { everyMs: lookAgainMs });
  return (
    <>
      <Typography.Title level={2}>{words.endpoint}</Typography.Title>
      <Loaded query={query}>
        {(endpoint) => (
          <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
            {mayAct ? <EndpointActs endpoint={endpoint} /> : null}
            <Facts facts={factsOf(words, endpoint)} />
          </Space>
        )}
      </Loaded>
      <EndpointDeliveries id={id} />
    </>
  );
}

function EndpointDeliveries({ id }: { readonly id: string }) {
  const words = useWords(deliveryWords);
  const [status] = useFilter("status");
  const pages = usePages("deliveries.list", { endpoint_id: id, status: chosenOf(statuses, status) });
  return (
    <>
      <Typography.Title level={3}>{words.deliveries}</Typography.Title>
      <Filters>
        <ChoiceFilter name="status" label={words.status} choices={words.statuses} />
      </Filters>
      <DeliveryTable label={words.deliveries} pages={pages} />
    </>
  );
}

function factsOf(words: (typeof webhookWords)["en"], endpoint: EndpointView) {
  const { target, replay } = endpoint;
  return [
    { label: "ID", value: <code>{endpoint.id}</code> },
    { label: words.state, value: <EndpointState endpoint={endpoint} /> },
    { label: words.url, value: <ForeignLine text={endpoint.url} /> },
    { label: words.health, value: <CircuitTag circuit={target.circuit} /> },
    { label: words.failures, value: target.failures },
    { label: words.failingSince, value: <When at={target.failing_since} /> },
    { label: words.openUntil, value: <When at={target.open_until} /> },
    { label: words.due, value: <When at={target.due_at} /> },
    { label: words.waiting, value: target.waiting_more ? words.over(target.waiting) : target.waiting },
    {
      label: words.replay,
      value:
        replay === null ? (
          "—"
        ) : (
          <>
            {words.replaySince(replay.deliveries)} <When at={replay.since} />
          </>
        ),
    },
    { label: words.app, value: <code>{endpoint.app_id}</code> },
    { label: words.mode, value: endpoint.live ? words.modes.live : words.modes.test },
    { label: words.eventTypes, value: endpoint.event_types.join(" ") },
    { label: words.rateLimit, value: endpoint.rate_limit ?? words.noLimit },
    { label: words.signatures, value: endpoint.signatures.join(" ") },
    { label: words.rotatingUntil, value: <When at={endpoint.previous_secret_expires_at} /> },
    { label: words.description, value: <ForeignLine text={endpoint.description} /> },
    { label: words.created, value: <When at={endpoint.created_at} /> },
  ];
}
