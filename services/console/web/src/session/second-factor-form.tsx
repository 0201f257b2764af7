import type { ConsoleAnswer } from "@compose-pay/contracts";
import { App, Button, Form, Input, QRCode, Typography } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { CodeField } from "./code-field.tsx";
import { useKeepSession } from "./session-cache.ts";
import { sessionWords } from "./session-words.ts";

type NewSecret = ConsoleAnswer<"session.begin_second_factor">;

/** Asks for the password, shows a new secret, and binds it with its first code. */
export function SecondFactorForm() {
  const [made, setMade] = useState<NewSecret | null>(null);
  return made === null ? (
    <PasswordStep onMade={setMade} />
  ) : (
    <CodeStep made={made} onBound={() => setMade(null)} />
  );
}

function PasswordStep({ onMade }: { readonly onMade: (made: NewSecret) => void }) {
  const words = useWords(sessionWords);
  const begin = useAct("session.begin_second_factor", []);
  return (
    <Form<{ password: string }>
      name="second_factor"
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }) => begin.mutate({ password }, { onSuccess: onMade })}
    >
      <Form.Item name="password" label={words.passwordOfNow} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      {begin.isError ? (
        <Form.Item>
          <ProblemAlert error={begin.error} />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" loading={begin.isPending}>
        {words.next}
      </Button>
    </Form>
  );
}

function CodeStep({ made, onBound }: { readonly made: NewSecret; readonly onBound: () => void }) {
  const words = useWords(sessionWords);
  const { message } = App.useApp();
  const keepSession = useKeepSession();
  const confirm = useAct("session.confirm_second_factor", ["session.list"]);
  const send = ({ code }: { code: string }) =>
    confirm.mutate(
      { code },
      {
        onSuccess: (session) => {
          void message.success(words.secondFactorBound);
          onBound();
          keepSession(session);
        },
      },
    );
  return (
    <Form<{ code: string }> name="second_factor_code" layout="vertical" requiredMark={false} onFinish={send}>
      <p>{words.scan}</p>
      {/* Who does not see it has the secret below. */}
      <div aria-hidden="true" style={{ display: "flex", justifyContent: "center" }}>
        <QRCode value={made.uri} type="svg" size={192} color="#000000" bgColor="#ffffff" />
      </div>
      <p>
        {words.secret}{" "}
        <Typography.Text code copyable style={{ overflowWrap: "anywhere" }}>
          {made.secret}
        </Typography.Text>
      </p>
      <p>{words.secretHint}</p>
      <CodeField />
      {confirm.isError ? (
        <Form.Item>
          <ProblemAlert error={confirm.error} />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>
        {words.confirm}
      </Button>
    </Form>
  );
}
