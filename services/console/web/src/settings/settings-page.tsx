import type { SettingView } from "@compose-pay/contracts";
import { Space, Typography } from "antd";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useLanguage, useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { EditSetting } from "./edit-setting.tsx";
import { SettingProposal } from "./setting-proposal.tsx";
import { SettingValue } from "./setting-value.tsx";
import { settingTexts, settingWords } from "./setting-words.ts";
import { settingsArea } from "./settings-area.ts";

/** What operators change while everything runs. */
export function SettingsPage() {
  const title = useWords(settingsArea.title);
  const words = useWords(settingWords);
  const mayManage = useMay("settings.manage");
  const pages = usePages("settings.list", {});
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <Typography.Paragraph>{words.about}</Typography.Paragraph>
      <ListTable
        label={title}
        pages={pages}
        rowKey={(row) => row.name}
        columns={[
          { title: words.name, render: (_, row) => <SettingName name={row.name} /> },
          { title: words.value, render: (_, row) => <ValueOfNow setting={row} /> },
          { title: words.standard, render: (_, row) => <SettingValue unit={row.unit} value={row.default} /> },
          { title: words.changed, render: (_, row) => <LastChange setting={row} /> },
          ...(mayManage
            ? [
                {
                  title: words.actions,
                  render: (_: unknown, row: SettingView) => <SettingActions setting={row} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function SettingName({ name }: { readonly name: string }) {
  const text = settingTexts[useLanguage()][name];
  return (
    <div style={{ maxWidth: 420, whiteSpace: "normal" }}>
      <strong>{text?.title ?? name}</strong>
      <div>{text?.meaning}</div>
      <code>{name}</code>
    </div>
  );
}

function ValueOfNow({ setting }: { readonly setting: SettingView }) {
  const { unit, value, proposal } = setting;
  return (
    <>
      <SettingValue unit={unit} value={value} />
      {proposal === null ? null : <SettingProposal setting={setting} proposal={proposal} />}
    </>
  );
}

function LastChange({ setting }: { readonly setting: SettingView }) {
  const words = useWords(settingWords);
  if (setting.updated_by === null) return words.byDefault;
  return (
    <>
      {setting.updated_by}
      <div>
        <When at={setting.updated_at} />
      </div>
    </>
  );
}

function SettingActions({ setting }: { readonly setting: SettingView }) {
  const words = useWords(settingWords);
  const put = useAct("settings.put", ["settings.list"]);
  return (
    <Space>
      <EditSetting setting={setting} />
      {setting.updated_by === null ? null : (
        <ActButton
          title={words.reset}
          question={setting.raised_by_two ? words.raisedByTwo : words.resetWhat}
          mutation={put}
          input={{ name: setting.name, expected_version: setting.version, value: null }}
          button={{ size: "small" }}
          done={({ proposal }) => (proposal === null ? words.saved : words.proposed)}
        />
      )}
    </Space>
  );
}
