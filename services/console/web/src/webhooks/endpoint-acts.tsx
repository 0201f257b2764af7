import type { EndpointView } from "@compose-pay/contracts";
import { Alert, Form, Select, Space } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { ReadName } from "../api/call.ts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { webhookWords } from "./webhook-words.ts";

const changed: readonly ReadName[] = ["endpoints.show", "endpoints.list", "deliveries.list", "targets.list"];
const hourMs = 3_600_000;
const agosMs = {
  h1: hourMs,
  h6: 6 * hourMs,
  h24: 24 * hourMs,
  d3: 72 * hourMs,
  d7: 168 * hourMs,
  d28: 672 * hourMs,
};
type Ago = keyof typeof agosMs;

/** What can be done to an endpoint. */
export function EndpointActs({ endpoint }: { readonly endpoint: EndpointView }) {
  const words = useWords(webhookWords);
  const enable = useAct("endpoints.enable", changed);
  const disable = useAct("endpoints.disable", changed);
  const input = { id: endpoint.id };
  return (
    <Space wrap>
      {endpoint.status === "enabled" ? (
        <ActButton
          title={words.disable}
          question={words.disableQuestion}
          mutation={disable}
          input={input}
          done={() => words.disabled}
          button={{ danger: true }}
        />
      ) : (
        <ActButton
          title={words.enable}
          question={words.enableQuestion}
          mutation={enable}
          input={input}
          done={() => words.enabled}
          button={{ type: "primary" }}
        />
      )}
      {endpoint.status === "enabled" ? <ReplayButton id={endpoint.id} /> : null}
      <TestButton id={endpoint.id} />
    </Space>
  );
}

function ReplayButton({ id }: { readonly id: string }) {
  const words = useWords(webhookWords);
  const replay = useAct("endpoints.replay", changed);
  const [asked, setAsked] = useState<{ readonly ago: Ago; readonly since: string } | null>(null);
  return (
    <ActButton
      title={words.startReplay}
      question={words.replayQuestion}
      mutation={replay}
      input={asked === null ? null : { id, since: asked.since }}
      done={(answer) => (answer.is_new ? words.replayStarted : words.replayRuns)}
    >
      <Form layout="vertical">
        <Form.Item label={words.since}>
          <Select<Ago>
            aria-label={words.since}
            value={asked?.ago ?? null}
            options={agoOptions(words.agos)}
            onChange={(ago) => setAsked({ ago, since: new Date(Date.now() - agosMs[ago]).toISOString() })}
          />
        </Form.Item>
      </Form>
    </ActButton>
  );
}

function agoOptions(agos: Readonly<Record<Ago, string>>) {
  return (["h1", "h6", "h24", "d3", "d7", "d28"] as const).map((ago) => ({ value: ago, label: agos[ago] }));
}

function TestButton({ id }: { readonly id: string }) {
  const words = useWords(webhookWords);
  const [eventId, setEventId] = useState<string | null>(null);
  const test = useAct("endpoints.send_test", changed);
  return (
    <>
      <ActButton
        title={words.test}
        question={words.testQuestion}
        mutation={test}
        input={{ id }}
        done={(answer) => {
          setEventId(answer.event_id);
          return words.testSent;
        }}
      />
      {eventId === null ? null : (
        <Alert
          type="info"
          title={words.testSent}
          action={<Link to={`/webhooks/events/${eventId}`}>{words.testSee}</Link>}
        />
      )}
    </>
  );
}
