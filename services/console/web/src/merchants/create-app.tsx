import { Form, Input, InputNumber } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { merchantWords } from "./merchant-words.ts";

interface Draft {
  readonly name: string;
  /** In calls; null while nothing is typed. */
  readonly rate: number | null;
  readonly burst: number | null;
}

const ordinary: Draft = { name: "", rate: 100, burst: 200 };
const most = 100_000;

export function CreateApp({ merchantId }: { readonly merchantId: string }) {
  const words = useWords(merchantWords);
  const create = useAct("apps.create", ["apps.list"]);
  const [draft, setDraft] = useState(ordinary);
  const [secret, setSecret] = useState<string | null>(null);
  const name = draft.name.trim();
  const { rate, burst } = draft;
  return (
    <>
      <ActButton
        title={words.createApp}
        question={words.createAppWhat}
        mutation={create}
        input={
          name === "" || rate === null || burst === null
            ? null
            : { merchant_id: merchantId, name, rate_limit_per_second: rate, rate_limit_burst: burst }
        }
        button={{ type: "primary" }}
        done={() => words.appCreated}
        onDone={(created) => {
          setDraft(ordinary);
          setSecret(created.webhook_secret);
        }}
      >
        <DraftForm draft={draft} onChange={setDraft}>
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
      </ActButton>
      <ShownOnce title={words.secret} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
