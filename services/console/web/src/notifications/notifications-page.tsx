import type { NotificationRow } from "@compose-pay/contracts";
import { type TableColumnsType, Typography } from "antd";
import { Link, Route, Routes } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ChoiceFilter, Filters, TextFilter } from "../show/filters.tsx";
import { CodeWord } from "../show/code-word.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ListTable } from "../show/list-table.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { chosenOf, useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { NotificationPage } from "./notification-page.tsx";
import { notificationWords } from "./notification-words.ts";
import { notificationsArea } from "./notifications-area.ts";
import { VerdictTag } from "./verdict-tag.tsx";

const verdicts = ["received", "applied", "unchanged", "refused", "ignored"] as const;

export function NotificationsPage() {
  return (
    <Routes>
      <Route index element={<NotificationList />} />
      <Route path=":id" element={<NotificationPage />} />
    </Routes>
  );
}

function NotificationList() {
  const title = useWords(notificationsArea.title);
  const words = useWords(notificationWords);
  const [verdict] = useFilter("verdict");
  const [accountId] = useFilter("account_id");
  const [paymentId] = useFilter("payment_id");
  const pages = usePages("notifications.list", {
    verdict: chosenOf(verdicts, verdict),
    account_id: accountId || undefined,
    payment_id: paymentId || undefined,
  });
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <Filters>
        <ChoiceFilter name="verdict" label={words.verdict} choices={words.verdicts} />
        <TextFilter name="account_id" label={words.accountId} />
        <TextFilter name="payment_id" label={words.paymentId} />
        <RefreshButton pages={pages} />
      </Filters>
      <ListTable label={title} pages={pages} rowKey={({ id }) => id} columns={useColumns()} />
    </>
  );
}

function useColumns(): TableColumnsType<NotificationRow> {
  const words = useWords(notificationWords);
  return [
    { title: words.notification, render: (_, { id }) => <Link to={`/notifications/${id}`}>{id}</Link> },
    { title: words.verdict, render: (_, { verdict }) => <VerdictTag verdict={verdict} /> },
    { title: words.reason, render: (_, { reason }) => <CodeWord code={reason} /> },
    { title: words.received, render: (_, row) => <When at={row.received_at} /> },
    { title: words.times, dataIndex: "times_received", align: "right" },
    { title: words.channel, render: (_, { channel }) => words.channels[channel] },
    { title: words.account, dataIndex: "account_id" },
    { title: words.attempt, render: (_, row) => <ForeignLine text={row.attempt_id} /> },
    { title: words.refund, render: (_, row) => <ForeignLine text={row.refund_id} /> },
  ];
}
