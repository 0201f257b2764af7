import { Form, Input, InputNumber } from "antd";
import { useWords } from "../shell/words.ts";
import { DraftForm } from "../show/draft-form.tsx";
import type { AppDraft } from "./app-draft.ts";
import { merchantWords } from "./merchant-words.ts";

const most = 100_000;

/** What can be said of an app. */
export function AppFields({
  draft,
  onChange,
}: {
  readonly draft: AppDraft;
  readonly onChange: (draft: AppDraft) => void;
}) {
  const words = useWords(merchantWords);
  return (
    <DraftForm draft={draft} onChange={onChange}>
      <Form.Item name="name" label={words.name} required>
        <Input maxLength={128} autoFocus />
      </Form.Item>
      <Form.Item name="rate" label={words.rate} extra={words.rateHint} required>
        <InputNumber min={1} max={most} precision={0} />
      </Form.Item>
      <Form.Item name="burst" label={words.burst} extra={words.burstHint} required>
        <InputNumber min={1} max={most} precision={0} />
      </Form.Item>
    </DraftForm>
  );
}
