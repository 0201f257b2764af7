import type { AppEndpointView } from "@compose-pay/contracts";
import { Flex, Space, Typography } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ListTable } from "../show/list-table.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { StateTag } from "../show/state-tag.tsx";
import { useDraft } from "../show/use-draft.ts";
import { accessWords } from "./access-words.ts";
import { draftOf, fieldsOf, newEndpoint } from "./endpoint-draft.ts";
import { EndpointFields } from "./endpoint-fields.tsx";
import { endpointWords } from "./endpoint-words.ts";
import { merchantWords } from "./merchant-words.ts";
import { ModeTag } from "./mode-tag.tsx";
import { RotateWarning } from "./rotate-warning.tsx";

/** Where an app's events are posted to. */
export function AppEndpoints({ appId }: { readonly appId: string }) {
  const words = useWords(endpointWords);
  const { mode } = useWords(accessWords);
  const { tabs } = useWords(merchantWords);
  const mayManage = useMay("webhooks.manage");
  const pages = usePages("app_endpoints.list", { app_id: appId });
  return (
    <>
      <Flex justify="end" style={{ marginBottom: 12 }}>
        {mayManage ? <CreateEndpoint appId={appId} /> : null}
      </Flex>
      <ListTable
        label={tabs.endpoints}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.url, render: (_, row) => <EndpointAddress endpoint={row} /> },
          { title: mode, render: (_, row) => <ModeTag live={row.live} /> },
          { title: words.status, render: (_, row) => <EndpointStatus endpoint={row} /> },
          {
            title: words.types,
            render: (_, row) => (row.event_types.includes("*") ? words.all : row.event_types.join(", ")),
          },
          { title: words.rate, render: (_, row) => row.rate_limit ?? words.noRate },
          ...(mayManage
            ? [
                {
                  title: words.actions,
                  render: (_: unknown, row: AppEndpointView) => <EndpointActions endpoint={row} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function EndpointAddress({ endpoint }: { readonly endpoint: AppEndpointView }) {
  return (
    <div style={{ maxWidth: 360, wordBreak: "break-all" }}>
      <ForeignLine text={endpoint.url} />
      {endpoint.description === null ? null : (
        <div>
          <Typography.Text type="secondary">
            <ForeignLine text={endpoint.description} />
          </Typography.Text>
        </div>
      )}
      <div>
        <code>{endpoint.id}</code>
      </div>
    </div>
  );
}

function EndpointStatus({ endpoint }: { readonly endpoint: AppEndpointView }) {
  const words = useWords(endpointWords);
  if (endpoint.status === "enabled") return <StateTag tone="good">{words.enabled}</StateTag>;
  const { disabled_reason: reason } = endpoint;
  return (
    <StateTag tone="bad">
      {words.disabled}
      {reason === null ? "" : ` (${words.disabledBecause[reason]})`}
    </StateTag>
  );
}

function EndpointActions({ endpoint }: { readonly endpoint: AppEndpointView }) {
  const words = useWords(endpointWords);
  const { id } = endpoint;
  const remove = useAct("app_endpoints.delete", ["app_endpoints.list"]);
  return (
    <Space>
      <EditEndpoint endpoint={endpoint} />
      <RotateEndpoint endpoint={endpoint} />
      <ActButton
        title={words.delete}
        question={words.deleteWhat}
        mutation={remove}
        input={{ id }}
        button={{ danger: true, size: "small" }}
        done={() => words.deleted}
      />
    </Space>
  );
}

function CreateEndpoint({ appId }: { readonly appId: string }) {
  const words = useWords(endpointWords);
  const create = useAct("app_endpoints.create", ["app_endpoints.list"]);
  const [draft, setDraft] = useState(newEndpoint);
  const [secret, setSecret] = useState<string | null>(null);
  const fields = fieldsOf(draft);
  return (
    <>
      <ActButton
        title={words.create}
        question={words.createWhat}
        mutation={create}
        input={fields === null ? null : { ...fields, app_id: appId, live: draft.live }}
        button={{ type: "primary" }}
        done={() => words.created}
        onDone={(created) => {
          setDraft(newEndpoint);
          setSecret(created.secret);
        }}
      >
        <EndpointFields draft={draft} isNew onChange={setDraft} />
      </ActButton>
      <ShownOnce title={words.secret} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

function EditEndpoint({ endpoint }: { readonly endpoint: AppEndpointView }) {
  const words = useWords(endpointWords);
  const update = useAct("app_endpoints.update", ["app_endpoints.list"]);
  const form = useDraft(endpoint, draftOf);
  const fields = fieldsOf(form.draft);
  return (
    <ActButton
      title={words.edit}
      question={words.editWhat}
      mutation={update}
      input={fields === null ? null : { ...fields, id: endpoint.id, expected_version: form.seen.version }}
      button={{ size: "small" }}
      done={() => words.edited}
      onOpen={form.begin}
    >
      <ChangedMeanwhile form={form} mutation={update} />
      <EndpointFields key={form.version} draft={form.draft} isNew={false} onChange={form.setDraft} />
    </ActButton>
  );
}

/** Sends what was shown when it was asked, so that a rotation in between is not followed by another unseen. */
function RotateEndpoint({ endpoint }: { readonly endpoint: AppEndpointView }) {
  const words = useWords(endpointWords);
  const [shown, setShown] = useState(endpoint.previous_secret_until);
  const rotate = useAct("app_endpoints.rotate_secret", ["app_endpoints.list"]);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <ActButton
        title={words.rotate}
        question={
          <>
            <p>{words.rotateWhat}</p>
            <RotateWarning until={shown} />
          </>
        }
        mutation={rotate}
        input={{ id: endpoint.id, previous_secret_until: shown }}
        onOpen={() => setShown(endpoint.previous_secret_until)}
        button={{ size: "small" }}
        done={() => words.rotated}
        onDone={(rotated) => {
          setSecret(rotated.secret);
        }}
      />
      <ShownOnce title={words.secret} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
