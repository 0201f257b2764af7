import type { AccountCheckView } from "@compose-pay/contracts";
import { Alert, Modal, Table } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { StateTag } from "../show/state-tag.tsx";
import { accountWords } from "./account-words.ts";

type Finding = AccountCheckView["findings"][number];

const tones = { well: "good", warning: "warning", failed: "bad" } as const;

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
        done={(found) => words.checked(found.well)}
        onDone={(found) => {
          setChecked(found);
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
      <ScrollSection label={words.checkResult}>
        <Table<Finding>
          dataSource={[...check.findings]}
          rowKey={({ subject, detail }) => `${subject} ${detail}`}
          pagination={false}
          size="small"
          columns={[
            { title: words.finding, dataIndex: "subject" },
            {
              title: words.status,
              render: (_, { level }) => <StateTag tone={tones[level]}>{words.findingLevels[level]}</StateTag>,
            },
            {
              title: words.detail,
              render: (_, { detail }) => (
                <div style={{ maxWidth: 480, whiteSpace: "normal", wordBreak: "break-word" }}>{detail}</div>
              ),
            },
          ]}
        />
      </ScrollSection>
    </>
  );
}
