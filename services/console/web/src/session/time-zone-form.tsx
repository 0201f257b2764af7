import { App, Button, Form, Select } from "antd";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { useKeepSession } from "./session-cache.ts";
import { useSession } from "./session-context.ts";
import { sessionWords } from "./session-words.ts";
import { timeZonesWith } from "./time-zones.ts";

/** All times of the page are shown in it. */
export function TimeZoneForm() {
  const words = useWords(sessionWords);
  const { operator } = useSession();
  const { message } = App.useApp();
  const keepSession = useKeepSession();
  const change = useAct("session.change_time_zone", []);
  const send = ({ timeZone }: { timeZone: string }) =>
    change.mutate(
      { time_zone: timeZone },
      {
        onSuccess: (session) => {
          void message.success(words.saved);
          keepSession(session);
        },
      },
    );
  return (
    <Form<{ timeZone: string }>
      name="time_zone"
      layout="vertical"
      initialValues={{ timeZone: operator.time_zone }}
      onFinish={send}
    >
      <Form.Item name="timeZone" label={words.timeZone}>
        <Select showSearch options={timeZonesWith(operator.time_zone).map((value) => ({ value }))} />
      </Form.Item>
      {change.isError ? (
        <Form.Item>
          <ProblemAlert error={change.error} />
        </Form.Item>
      ) : null}
      <Button htmlType="submit" loading={change.isPending}>
        {words.save}
      </Button>
    </Form>
  );
}
