import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { isProblem } from "../api/console-problem.ts";
import { useAct } from "../api/use-act.ts";
import { useTitle } from "../shell/use-title.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { CodeField } from "./code-field.tsx";
import { OutsidePage } from "./outside-page.tsx";
import { useHasSessionEnded, useKeepSession } from "./session-cache.ts";
import { sessionWords } from "./session-words.ts";

interface Typed {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

/** E-mail and password, and then the code where the operator has a second factor. */
export function SignInPage() {
  const words = useWords(sessionWords);
  const keepSession = useKeepSession();
  const [form] = Form.useForm<Typed>();
  const [asksCode, setAsksCode] = useState(false);
  const signIn = useAct("session.sign_in", []);
  const hasEnded = useHasSessionEnded();
  useTitle(words.signIn);
  const send = ({ email, password, code }: Typed) =>
    signIn.mutate(
      { email, password, ...(code === undefined ? {} : { code }) },
      {
        onSuccess: keepSession,
        onError: (error) => {
          if (isProblem(error, "code_required")) setAsksCode(true);
          form.resetFields(["code"]);
        },
      },
    );
  const change = (changed: Partial<Typed>) => {
    if (changed.code === undefined) setAsksCode(false);
  };
  return (
    <OutsidePage>
      {hasEnded ? (
        <Alert
          type="warning"
          showIcon
          role="status"
          title={words.ended}
          description={words.endedHint}
          style={{ marginBottom: 16 }}
        />
      ) : null}
      <Form<Typed>
        name="sign_in"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={send}
        onValuesChange={change}
        preserve={false}
      >
        <Form.Item name="email" label={words.email} rules={[{ required: true }]}>
          <Input type="email" autoComplete="username" maxLength={254} autoFocus />
        </Form.Item>
        <Form.Item name="password" label={words.password} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        {asksCode ? <CodeField /> : null}
        {signIn.isError && !isProblem(signIn.error, "code_required") ? (
          <Form.Item>
            <ProblemAlert error={signIn.error} />
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {words.signIn}
        </Button>
      </Form>
    </OutsidePage>
  );
}
