import type { SettingView } from "@compose-pay/contracts";
import { Form, Input } from "antd";
import { useAct } from "../api/use-act.ts";
import { useLanguage, useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { useDraft } from "../show/use-draft.ts";
import { fenOf, yuan } from "../show/yuan.ts";
import { settingTexts, settingWords } from "./setting-words.ts";

export function EditSetting({ setting }: { readonly setting: SettingView }) {
  const words = useWords(settingWords);
  const text = settingTexts[useLanguage()][setting.name];
  const put = useAct("settings.put", ["settings.list"]);
  const form = useDraft(setting, writtenOf);
  const value = valueOf(setting, form.draft.value);
  const bounds = words.bounds(written(setting, setting.least), written(setting, setting.most));
  return (
    <ActButton
      title={words.edit}
      question={text?.meaning ?? setting.name}
      mutation={put}
      input={value === null ? null : { name: setting.name, expected_version: form.seen.version, value }}
      button={{ size: "small" }}
      done={({ proposal }) => (proposal === null ? words.saved : words.proposed)}
      onOpen={form.begin}
    >
      {setting.raised_by_two ? <p>{words.raisedByTwo}</p> : null}
      <ChangedMeanwhile form={form} mutation={put} />
      <DraftForm key={form.version} draft={form.draft} onChange={form.setDraft}>
        <Form.Item
          name="value"
          label={setting.unit === "fen" ? words.inYuan : words.inDays}
          extra={bounds}
          validateStatus={value === null ? "error" : ""}
          required
        >
          <Input inputMode="decimal" autoComplete="off" style={{ maxWidth: 220 }} />
        </Form.Item>
      </DraftForm>
    </ActButton>
  );
}

function writtenOf(setting: SettingView): { readonly value: string } {
  return { value: written(setting, setting.value) };
}

type Bounds = Pick<SettingView, "unit" | "least" | "most">;

/** Null for what is no value of the setting. */
function valueOf({ unit, least, most }: Bounds, typed: string): number | null {
  const value = unit === "fen" ? fenOf(typed) : wholeOf(typed);
  return value === null || value < least || value > most ? null : value;
}

function wholeOf(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function written({ unit }: Pick<SettingView, "unit">, value: number): string {
  return unit === "fen" ? yuan(value) : String(value);
}
