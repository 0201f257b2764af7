import type { AccountFormView } from "@compose-pay/contracts";
import { Checkbox, Form, Input, Radio, Select } from "antd";
import { stateWords } from "../show/state-words.ts";
import { useWords } from "../shell/words.ts";
import { type AccountValues, formOf } from "./account-input.ts";
import { modeName } from "./account-list.tsx";
import { accountWords } from "./account-words.ts";

/** What every account has. Channel and environment of one that is there stay. */
export function AccountBasics({
  forms,
  values,
  isNew,
}: {
  readonly forms: readonly AccountFormView[];
  readonly values: AccountValues;
  readonly isNew: boolean;
}) {
  const words = useWords(accountWords);
  const states = useWords(stateWords);
  const form = formOf(forms, values.channel);
  return (
    <>
      <Form.Item name="channel" label={words.channel} required>
        <Select
          disabled={!isNew}
          options={forms.map(({ channel }) => ({ value: channel, label: states.channel[channel] }))}
        />
      </Form.Item>
      <Form.Item name="mode" label={words.mode} required>
        <Radio.Group
          options={form?.modes.map(({ name }) => ({ value: name, label: modeName(words.modes, name) })) ?? []}
        />
      </Form.Item>
      <Form.Item name="name" label={words.name} extra={words.nameHint} rules={[{ required: true }]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="live" label={words.environment} extra={words.liveHint}>
        <Radio.Group
          disabled={!isNew}
          options={[
            { value: false, label: words.test },
            { value: true, label: words.live },
          ]}
        />
      </Form.Item>
      <Form.Item name="enabled" valuePropName="checked" extra={words.enabledHint}>
        <Checkbox>{words.enabled}</Checkbox>
      </Form.Item>
      <Form.Item name="baseUrl" label={words.baseUrl} hidden={form?.base_url === null}>
        <Input maxLength={256} inputMode="url" autoComplete="off" spellCheck={false} />
      </Form.Item>
    </>
  );
}
