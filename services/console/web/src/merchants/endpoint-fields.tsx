import { Checkbox, Form, Input, InputNumber, Radio, Select } from "antd";
import { useWords } from "../shell/words.ts";
import { DraftForm } from "../show/draft-form.tsx";
import { accessWords } from "./access-words.ts";
import type { EndpointDraft } from "./endpoint-draft.ts";
import { endpointWords } from "./endpoint-words.ts";
import { eventTypes } from "./event-types.ts";

/** What can be said of an endpoint; its mode only when it is made. */
export function EndpointFields({
  draft,
  isNew,
  onChange,
}: {
  readonly draft: EndpointDraft;
  readonly isNew: boolean;
  readonly onChange: (draft: EndpointDraft) => void;
}) {
  const words = useWords(endpointWords);
  const modes = useWords(accessWords);
  return (
    <DraftForm draft={draft} onChange={onChange}>
      {isNew ? (
        <Form.Item name="live" label={modes.mode}>
          <Radio.Group
            options={[
              { value: false, label: modes.test },
              { value: true, label: modes.live },
            ]}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="url" label={words.url} extra={words.urlHint} required>
        <Input maxLength={256} inputMode="url" autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="types" label={words.types} extra={words.typesHint}>
        <Select
          mode="multiple"
          allowClear
          placeholder={words.all}
          options={eventTypes.map((type) => ({ value: type, label: type }))}
        />
      </Form.Item>
      <Form.Item name="description" label={words.description}>
        <Input maxLength={256} />
      </Form.Item>
      <Form.Item name="rate" label={words.rate}>
        <InputNumber min={1} max={1_000} precision={0} placeholder={words.noRate} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="hasPublicKey" valuePropName="checked">
        <Checkbox>v1a (Ed25519)</Checkbox>
      </Form.Item>
      <Form.Item name="isEnabled" valuePropName="checked">
        <Checkbox>{words.enabled}</Checkbox>
      </Form.Item>
    </DraftForm>
  );
}
