import type { AccountCheckView } from "@compose-pay/contracts";
import { Alert, Modal, Table, Tag } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { accountWords } from "./account-words.ts";

type Finding = AccountCheckView["findings"][number];

const colours = { well: "green", warning: "orange", failed: "red" } as const;

/** Asks the channel whether the account can make calls, and shows what was found. */
export function CheckAccount({ id }: { readonly id: string }) {
  const words = useWords(accountWords);
  const check = useAct("accounts.check", []);
  const [checked, setChecked] = useState<AccountCheckView | null>(null);
  return (
    <>
      <ActButton
        title={words.check}
        question={words.checkWhat}
        mutation={check}
        input={{ id }}
        done={(found) => {
          setChecked(found);
          return words.checked(found.well);
        }}
      />
      <Modal
        open={checked !== null}
        title={words.checkResult}
        footer={null}
        onCancel={() => setChecked(null)}
        width={720}
        destroyOnHidden
      >
        {checked === null ? null : <Findings check={checked} />}
      </Modal>
    </>
  );
}

function Findings({ check }: { readonly check: AccountCheckView }) {
  const words = useWords(accountWords);
  return (
    <>
      <Alert
        type={check.well ? "success" : "error"}
        showIcon
        title={words.checked(check.well)}
        style={{ marginBottom: 16 }}
      />
      <Table<Finding>
        dataSource={[...check.findings]}
        rowKey={({ subject, detail }) => `${subject} ${detail}`}
        pagination={false}
        size="small"
        scroll={{ x: "max-content" }}
        columns={[
          { title: words.finding, dataIndex: "subject" },
          {
            title: words.status,
            render: (_, { level }) => <Tag color={colours[level]}>{words.findingLevels[level]}</Tag>,
          },
          {
            title: words.detail,
            render: (_, { detail }) => (
              <div style={{ maxWidth: 480, whiteSpace: "normal", wordBreak: "break-word" }}>{detail}</div>
            ),
          },
        ]}
      />
    </>
  );
}
