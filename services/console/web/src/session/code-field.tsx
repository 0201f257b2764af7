import { Form, Input } from "antd";
import { useWords } from "../shell/words.ts";
import { sessionWords } from "./session-words.ts";

/** The six digits of the authenticator app, as the member `code` of a form. */
export function CodeField() {
  const words = useWords(sessionWords);
  return (
    <Form.Item
      name="code"
      label={words.code}
      extra={words.codeHint}
      rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: words.codeRule }]}
    >
      <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} autoFocus />
    </Form.Item>
  );
}
