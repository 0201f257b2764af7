import type { IpRuleView } from "@compose-pay/contracts";
import { Alert, Flex, Form, Input } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { accessWords } from "./access-words.ts";
import { merchantWords } from "./merchant-words.ts";

/** From where an app may be called. */
export function AppAllowList({ appId }: { readonly appId: string }) {
  const words = useWords(accessWords);
  const { tabs } = useWords(merchantWords);
  const mayManage = useMay("merchants.manage");
  const pages = usePages("ip_rules.list", { app_id: appId });
  const isEmpty = pages.data?.pages[0]?.rows.length === 0;
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        {pages.data === undefined ? (
          <span />
        ) : (
          <Alert
            type={isEmpty ? "warning" : "info"}
            showIcon
            title={isEmpty ? words.everywhere : words.only}
          />
        )}
        {mayManage ? <AddRule appId={appId} /> : null}
      </Flex>
      <ListTable
        label={tabs.allowList}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.range, render: (_, row) => <code>{row.cidr}</code> },
          { title: words.since, render: (_, row) => <When at={row.created_at} /> },
          ...(mayManage
            ? [{ title: words.actions, render: (_: unknown, row: IpRuleView) => <RemoveRule rule={row} /> }]
            : []),
        ]}
      />
    </>
  );
}

function AddRule({ appId }: { readonly appId: string }) {
  const words = useWords(accessWords);
  const add = useAct("ip_rules.add", ["ip_rules.list"]);
  const [draft, setDraft] = useState({ cidr: "" });
  const cidr = draft.cidr.trim();
  return (
    <ActButton
      title={words.add}
      question={words.addWhat}
      mutation={add}
      input={cidr === "" ? null : { app_id: appId, cidr }}
      button={{ type: "primary" }}
      done={(rule) => words.added(rule.cidr)}
      onDone={() => {
        setDraft({ cidr: "" });
      }}
    >
      <DraftForm draft={draft} onChange={setDraft}>
        <Form.Item name="cidr" label={words.range} extra={words.rangeHint} required>
          <Input maxLength={64} autoFocus autoComplete="off" spellCheck={false} />
        </Form.Item>
      </DraftForm>
    </ActButton>
  );
}

function RemoveRule({ rule: { app_id: appId, cidr } }: { readonly rule: IpRuleView }) {
  const words = useWords(accessWords);
  const remove = useAct("ip_rules.remove", ["ip_rules.list"]);
  return (
    <ActButton
      title={words.remove}
      question={words.removeWhat(cidr)}
      mutation={remove}
      input={{ app_id: appId, cidr }}
      button={{ danger: true, size: "small" }}
      done={() => words.removed}
    />
  );
}
