import type { NotificationView } from "@compose-pay/contracts";
import { Space, Typography } from "antd";
import { useParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { CodeWord } from "../show/code-word.tsx";
import { Facts } from "../show/facts.tsx";
import { ForeignLine, ForeignText } from "../show/foreign-text.tsx";
import { Loaded } from "../show/loaded.tsx";
import { When } from "../show/when.tsx";
import { notificationWords } from "./notification-words.ts";
import { VerdictTag } from "./verdict-tag.tsx";

const lookAgainMs = 5_000;

export function NotificationPage() {
  const { id = "" } = useParams();
  const words = useWords(notificationWords);
  const mayAct = useMay("notifications.act");
  const query = useRead("notifications.show", { id }, { everyMs: lookAgainMs });
  const process = useAct("notifications.process", ["notifications.show", "notifications.list"]);
  return (
    <>
      <Typography.Title level={2}>{words.notification}</Typography.Title>
      <Loaded query={query}>
        {(notification) => (
          <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
            {mayAct ? (
              <ActButton
                title={words.process}
                question={words.processQuestion}
                mutation={process}
                input={{ id: notification.id }}
                done={() => words.asked}
                button={{ type: "primary" }}
              />
            ) : null}
            <NotificationFacts notification={notification} />
            <Posted notification={notification} />
          </Space>
        )}
      </Loaded>
    </>
  );
}

function NotificationFacts({ notification }: { readonly notification: NotificationView }) {
  const words = useWords(notificationWords);
  return (
    <Facts
      facts={[
        { label: "ID", value: <code>{notification.id}</code> },
        { label: words.verdict, value: <VerdictTag verdict={notification.verdict} /> },
        { label: words.reason, value: <CodeWord code={notification.reason} /> },
        { label: words.times, value: notification.times_received },
        { label: words.received, value: <When at={notification.received_at} /> },
        { label: words.processed, value: <When at={notification.processed_at} /> },
        { label: words.channel, value: words.channels[notification.channel] },
        { label: words.account, value: <code>{notification.account_id}</code> },
        { label: words.attempt, value: <ForeignLine text={notification.attempt_id} /> },
        { label: words.refund, value: <ForeignLine text={notification.refund_id} /> },
        { label: words.channelId, value: <ForeignLine text={notification.notification_id} /> },
        { label: words.trace, value: <code>{notification.trace_id}</code> },
      ]}
    />
  );
}

/** What the channel has posted. */
function Posted({
  notification: { headers, body, is_masked: isMasked },
}: {
  readonly notification: NotificationView;
}) {
  const words = useWords(notificationWords);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      <Typography.Title level={3}>{words.headers}</Typography.Title>
      <ForeignText text={lines.join("\n")} label={words.headers} />
      <Typography.Title level={3}>{words.body}</Typography.Title>
      {isMasked ? <Typography.Text type="secondary">{words.masked}</Typography.Text> : null}
      <ForeignText text={body} label={words.body} />
    </>
  );
}
