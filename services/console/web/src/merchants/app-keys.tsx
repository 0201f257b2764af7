import type { ApiKeyView } from "@compose-pay/contracts";
import { Flex, Form, Radio, Space } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { ListTable } from "../show/list-table.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { When } from "../show/when.tsx";
import { accessWords } from "./access-words.ts";
import { merchantWords } from "./merchant-words.ts";
import { ModeTag } from "./mode-tag.tsx";
import { RevokeKey } from "./revoke-key.tsx";
import { RotateKey } from "./rotate-key.tsx";

/** The keys of an app: made, rotated and revoked. */
export function AppKeys({ appId }: { readonly appId: string }) {
  const words = useWords(accessWords);
  const { tabs } = useWords(merchantWords);
  const mayManage = useMay("keys.manage");
  const pages = usePages("keys.list", { app_id: appId });
  return (
    <>
      <Flex justify="end" style={{ marginBottom: 12 }}>
        {mayManage ? <CreateKey appId={appId} /> : null}
      </Flex>
      <ListTable
        label={tabs.keys}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.key, render: (_, row) => <code>{words.ending(row.hint)}</code> },
          { title: words.mode, render: (_, row) => <ModeTag live={row.live} /> },
          { title: words.since, render: (_, row) => <When at={row.created_at} /> },
          {
            title: words.revokedAt,
            render: (_, row) => (row.revoked_at === null ? words.inUse : <When at={row.revoked_at} />),
          },
          ...(mayManage
            ? [{ title: words.actions, render: (_: unknown, row: ApiKeyView) => <KeyActions apiKey={row} /> }]
            : []),
        ]}
      />
    </>
  );
}

function KeyActions({ apiKey }: { readonly apiKey: ApiKeyView }) {
  if (apiKey.revoked_at !== null) return null;
  return (
    <Space>
      <RotateKey apiKey={apiKey} />
      <RevokeKey apiKey={apiKey} />
    </Space>
  );
}

function CreateKey({ appId }: { readonly appId: string }) {
  const words = useWords(accessWords);
  const create = useAct("keys.create", ["keys.list"]);
  const [draft, setDraft] = useState({ live: false });
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <ActButton
        title={words.create}
        question={words.createWhat}
        mutation={create}
        input={{ app_id: appId, live: draft.live }}
        button={{ type: "primary" }}
        done={() => words.created}
        onDone={(created) => {
          setSecret(created.secret);
        }}
      >
        <DraftForm draft={draft} onChange={setDraft}>
          <Form.Item name="live" label={words.mode}>
            <Radio.Group
              options={[
                { value: false, label: words.test },
                { value: true, label: words.live },
              ]}
            />
          </Form.Item>
        </DraftForm>
      </ActButton>
      <ShownOnce title={words.key} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
