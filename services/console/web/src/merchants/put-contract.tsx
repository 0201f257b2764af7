import type { ContractView } from "@compose-pay/contracts";
import { Checkbox, Form, InputNumber, Radio } from "antd";
import { useAct } from "../api/use-act.ts";
import { stateWords } from "../show/state-words.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { useDraft } from "../show/use-draft.ts";
import { contractDraft, type ContractKey, contractTerms } from "./contract-draft.ts";
import { termsWords } from "./terms-words.ts";
import { YuanField } from "./yuan-field.tsx";

/** Signs or changes the contract of one method. */
export function PutContract({
  contractKey,
  contract,
}: {
  readonly contractKey: Omit<ContractKey, "version">;
  readonly contract: ContractView | null;
}) {
  const words = useWords(termsWords);
  const { method: methods } = useWords(stateWords);
  const put = useAct("contracts.put", ["contracts.list"]);
  const form = useDraft(contract, contractDraft);
  return (
    <ActButton
      title={contract === null ? words.sign : words.edit}
      question={
        <>
          <strong>{methods[contractKey.method]}</strong>
          <p>{words.contractWhat}</p>
        </>
      }
      mutation={put}
      input={contractTerms({ ...contractKey, version: form.version }, form.draft)}
      button={{ size: "small" }}
      done={() => words.contractPut}
      onOpen={form.begin}
    >
      <ChangedMeanwhile form={form} mutation={put} />
      <DraftForm key={form.version} draft={form.draft} onChange={form.setDraft}>
        <Form.Item name="enabled" valuePropName="checked">
          <Checkbox>{words.isEnabled}</Checkbox>
        </Form.Item>
        <YuanField name="min" label={words.min} />
        <YuanField name="max" label={words.max} hint={words.emptyIsNone} />
        <YuanField name="daily" label={words.daily} hint={words.dailyHint} />
        <Form.Item name="rate" label={words.rate} extra={words.rateHint} required>
          <InputNumber min={0} max={10_000} precision={0} />
        </Form.Item>
        <YuanField name="fixed" label={words.fixed} />
        <YuanField name="feeMin" label={words.feeMin} />
        <YuanField name="feeMax" label={words.feeMax} hint={words.emptyIsNone} />
        <Form.Item name="rounding" label={words.rounding}>
          <Radio.Group
            options={[
              { value: "half_up", label: words.roundings.half_up },
              { value: "up", label: words.roundings.up },
            ]}
          />
        </Form.Item>
        <Form.Item name="returned" valuePropName="checked">
          <Checkbox>{words.returned}</Checkbox>
        </Form.Item>
      </DraftForm>
    </ActButton>
  );
}
