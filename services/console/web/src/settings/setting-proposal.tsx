import type { SettingProposalView, SettingView } from "@compose-pay/contracts";
import { Space } from "antd";
import { useAct } from "../api/use-act.ts";
import { useMay, useSession } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { StateTag } from "../show/state-tag.tsx";
import { When } from "../show/when.tsx";
import { SettingValue } from "./setting-value.tsx";
import { settingWords } from "./setting-words.ts";

/** A value that waits for a second person; whoever has proposed it can only take it back. */
export function SettingProposal({
  setting: { name, unit },
  proposal,
}: {
  readonly setting: SettingView;
  readonly proposal: SettingProposalView;
}) {
  const words = useWords(settingWords);
  const { operator } = useSession();
  const mayManage = useMay("settings.manage");
  const confirm = useAct("settings.confirm", ["settings.list"]);
  const withdraw = useAct("settings.withdraw", ["settings.list"]);
  const { id, email } = proposal.proposed_by;
  const input = { name, expected_version: proposal.version };
  return (
    <div style={{ marginTop: 8 }}>
      <StateTag tone="waits">{words.waiting}</StateTag> <SettingValue unit={unit} value={proposal.value} />
      <div>
        {words.proposedBy(email)} <When at={proposal.proposed_at} />
      </div>
      {mayManage ? (
        <Space>
          {id === operator.id ? null : (
            <ActButton
              title={words.confirm}
              question={
                <>
                  {words.confirmWhat(email)} <SettingValue unit={unit} value={proposal.value} />
                </>
              }
              mutation={confirm}
              input={input}
              button={{ size: "small", type: "primary" }}
              done={() => words.confirmed}
            />
          )}
          <ActButton
            title={words.withdraw}
            question={words.withdrawWhat}
            mutation={withdraw}
            input={input}
            button={{ size: "small" }}
            done={() => words.withdrawn}
          />
        </Space>
      ) : null}
    </div>
  );
}
