import { Form, Input } from "antd";
import { useWords } from "../shell/words.ts";
import { fenOf } from "../show/yuan.ts";
import { termsWords } from "./terms-words.ts";

/** An amount that is typed in yuan; what is typed stays text, so that no fen is lost. */
export function YuanField({
  name,
  label,
  hint,
  isRequired = false,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
}) {
  const words = useWords(termsWords);
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      required={isRequired}
      rules={[
        {
          validator: (_, typed: string | undefined) =>
            (typed ?? "").trim() === "" || fenOf(typed ?? "") !== null
              ? Promise.resolve()
              : Promise.reject(new Error(words.wrongAmount)),
        },
      ]}
    >
      <Input inputMode="decimal" prefix="¥" autoComplete="off" style={{ maxWidth: 220 }} />
    </Form.Item>
  );
}
