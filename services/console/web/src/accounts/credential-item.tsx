import type { AccountFieldView, AccountView } from "@compose-pay/contracts";
import { Form, Input, Radio } from "antd";
import { useWords } from "../shell/words.ts";
import { accountWords } from "./account-words.ts";
import { useCredentialText } from "./credential-words.ts";
import { TextFile } from "./text-file.tsx";

/** One credential, explained; a secret that is stored may be left empty. */
export function CredentialItem({
  channel,
  field,
  isStored,
  onRead,
}: {
  readonly channel: AccountView["channel"];
  readonly field: AccountFieldView;
  readonly isStored: boolean;
  /** The text of a file that was chosen. */
  readonly onRead: (name: string, text: string) => void;
}) {
  const words = useWords(accountWords);
  const { title, meaning } = useCredentialText(channel)(field.name);
  const isKept = field.secret && isStored;
  const isLong = field.input === "text" || field.input === "texts";
  return (
    <>
      <Form.Item
        name={["credentials", field.name]}
        label={title}
        extra={meaning}
        rules={[{ required: field.required && !isKept }]}
      >
        {control(field, isKept ? words.keptWhenEmpty : "")}
      </Form.Item>
      {isLong ? <TextFile title={title} onRead={(text) => onRead(field.name, text)} /> : null}
    </>
  );
}

function control({ input, secret, choices }: AccountFieldView, placeholder: string) {
  switch (input) {
    case "line":
      return secret ? (
        <Input.Password autoComplete="new-password" placeholder={placeholder} />
      ) : (
        <Input autoComplete="off" spellCheck={false} />
      );
    case "text":
    case "texts":
      return (
        <Input.TextArea
          rows={input === "texts" ? 6 : 4}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          style={{ fontFamily: "monospace" }}
        />
      );
    case "choice":
      return <Radio.Group options={choices.map((choice) => ({ value: choice, label: choice }))} />;
  }
}
