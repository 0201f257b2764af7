import type { AccountFieldView } from "@compose-pay/contracts";
import { Form, Input, Radio } from "antd";
import { useLanguage, useWords } from "../shell/words.ts";
import { accountWords } from "./account-words.ts";
import { credentialTexts } from "./credential-words.ts";

/** One credential, explained; a secret that is stored may be left empty. */
export function CredentialItem({
  field,
  isStored,
  onRead,
}: {
  readonly field: AccountFieldView;
  readonly isStored: boolean;
  /** The text of a file that was chosen. */
  readonly onRead: (name: string, text: string) => void;
}) {
  const words = useWords(accountWords);
  const text = credentialTexts[useLanguage()][field.name];
  const title = text?.title ?? field.name;
  const isKept = field.secret && isStored;
  return (
    <>
      <Form.Item
        name={["credentials", field.name]}
        label={title}
        extra={isKept ? `${text?.meaning ?? ""} ${words.keptWhenEmpty}` : text?.meaning}
        rules={[{ required: field.required && !isKept }]}
      >
        {control(field, isKept ? words.keptWhenEmpty : "")}
      </Form.Item>
      {field.input === "text" || field.input === "texts" ? (
        <div style={{ marginTop: -12, marginBottom: 24 }}>
          <input
            type="file"
            accept=".pem,.crt,.cer,.key,.txt"
            aria-label={`${words.readFile} ${title}`}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void file.text().then((read) => onRead(field.name, read));
            }}
          />
        </div>
      ) : null}
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
