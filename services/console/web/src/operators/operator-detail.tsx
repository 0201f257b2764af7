import type { ConsoleAnswer } from "@compose-pay/contracts";
import { Descriptions, Flex, Table, Tag, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { useMay, useSession } from "../session/session-context.ts";
import { LoadingPage } from "../shell/note-pages.tsx";
import { useWords } from "../shell/words.ts";
import { LongText } from "../show/long-text.tsx";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { When } from "../show/when.tsx";
import { OperatorActs } from "./operator-acts.tsx";
import { OperatorState } from "./operator-state.tsx";
import { operatorWords } from "./operator-words.ts";

type Shown = ConsoleAnswer<"operators.show">;

export function OperatorDetail() {
  const words = useWords(operatorWords);
  const { id = "" } = useParams();
  const read = useRead("operators.show", { id });
  return (
    <>
      <p>
        <Link to="/operators">{words.back}</Link>
      </p>
      {read.isError ? <ProblemAlert error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.isLoading ? <LoadingPage /> : null}
      {read.data === undefined ? null : <Operator shown={read.data} />}
    </>
  );
}

function Operator({ shown: { operator, sessions } }: { readonly shown: Shown }) {
  const words = useWords(operatorWords);
  const session = useSession();
  const mayManage = useMay("operators.manage");
  const maySeeAudit = useMay("audit.read");
  const isOwn = session.operator.id === operator.id;
  const about = encodeURIComponent(operator.email);
  return (
    <>
      <Typography.Title level={2}>{operator.name}</Typography.Title>
      <Facts operator={operator} />
      <Flex gap="small" wrap style={{ marginBlock: 12 }}>
        {mayManage && !isOwn ? <OperatorActs operator={operator} /> : null}
        {isOwn ? <span>{words.ownAccount}</span> : null}
      </Flex>
      {maySeeAudit ? (
        <Flex gap="middle" wrap>
          <Link to={`/audit?operator=${about}`}>{words.audit}</Link>
          <Link to={`/audit?tab=logins&operator=${about}`}>{words.logins}</Link>
        </Flex>
      ) : null}
      <Typography.Title level={3}>{words.sessions}</Typography.Title>
      <Sessions sessions={sessions} />
    </>
  );
}

function Facts({ operator }: Pick<Shown, "operator">) {
  const words = useWords(operatorWords);
  const rows = [
    { key: "email", label: words.email, children: operator.email },
    { key: "id", label: words.id, children: <code>{operator.id}</code> },
    { key: "state", label: words.state, children: <OperatorState operator={operator} /> },
    { key: "locked", label: words.lockedUntil, children: <When at={operator.locked_until} /> },
    {
      key: "roles",
      label: words.roles,
      children: operator.roles.map((role) => <Tag key={role.id}>{role.name}</Tag>),
    },
    {
      key: "second_factor",
      label: words.secondFactor,
      children: operator.has_second_factor ? words.bound : words.notBound,
    },
    { key: "since", label: words.since, children: <When at={operator.created_at} /> },
  ];
  return <Descriptions bordered size="small" column={{ xs: 1, md: 2 }} items={rows} />;
}

function Sessions({ sessions }: Pick<Shown, "sessions">) {
  const words = useWords(operatorWords);
  return (
    <ScrollSection label={words.sessions}>
      <Table
        dataSource={[...sessions]}
        rowKey="id"
        size="middle"
        pagination={false}
        locale={{ emptyText: words.noSessions }}
        columns={[
          { title: words.address, dataIndex: "address" },
          { title: words.browser, render: (_, row) => <LongText text={row.user_agent} /> },
          { title: words.signedInAt, render: (_, row) => <When at={row.created_at} /> },
          { title: words.seenAt, render: (_, row) => <When at={row.seen_at} /> },
        ]}
      />
    </ScrollSection>
  );
}
