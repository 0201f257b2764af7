import { App, Button, Form, Input } from "antd";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { useKeepSession } from "./session-cache.ts";
import { useSession } from "./session-context.ts";
import { sessionWords } from "./session-words.ts";

interface Typed {
  readonly password: string;
  readonly newPassword: string;
  readonly repeated: string;
}

/** What the contract asks for. */
const leastLength = 12;

export function ChangePasswordForm() {
  const words = useWords(sessionWords);
  const { operator } = useSession();
  const { message } = App.useApp();
  const keepSession = useKeepSession();
  const [form] = Form.useForm<Typed>();
  const change = useAct("session.change_password", ["session.list"]);
  const send = ({ password, newPassword }: Typed) =>
    change.mutate(
      { password, new_password: newPassword },
      {
        onSuccess: (session) => {
          void message.success(words.passwordChanged);
          form.resetFields();
          keepSession(session);
        },
      },
    );
  return (
    <Form<Typed> name="change_password" form={form} layout="vertical" onFinish={send} requiredMark={false}>
      {/* Password managers file the new password under it. */}
      <input type="text" autoComplete="username" value={operator.email} readOnly hidden />
      <Form.Item name="password" label={words.passwordOfNow} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label={words.newPassword}
        extra={words.passwordRule}
        rules={[{ required: true, min: leastLength, message: words.passwordRule }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={words.repeatPassword}
        dependencies={["newPassword"]}
        rules={[
          { required: true },
          ({ getFieldValue }) => ({
            validator: async (_, repeated: string) => {
              if (repeated !== getFieldValue("newPassword")) throw new Error(words.passwordsDiffer);
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      {change.isError ? (
        <Form.Item>
          <ProblemAlert error={change.error} />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {words.changePassword}
      </Button>
    </Form>
  );
}
