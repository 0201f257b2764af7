import type { OwnSession } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ListTable } from "../show/list-table.tsx";
import { LongText } from "../show/long-text.tsx";
import { When } from "../show/when.tsx";
import { sessionWords } from "./session-words.ts";

/** Where the operator is signed in, with a way to end each; this one ends by signing out. */
export function OwnSessions() {
  const words = useWords(sessionWords);
  const pages = usePages("session.list", {});
  return (
    <ListTable
      label={words.sessions}
      pages={pages}
      rowKey={(row) => row.id}
      columns={[
        { title: words.address, dataIndex: "address" },
        { title: words.browser, render: (_, row) => <LongText text={row.user_agent} /> },
        { title: words.since, render: (_, row) => <When at={row.created_at} /> },
        { title: words.seen, render: (_, row) => <When at={row.seen_at} /> },
        {
          title: words.revoke,
          render: (_, row) =>
            row.is_this_one ? <Tag color="blue">{words.thisOne}</Tag> : <RevokeButton session={row} />,
        },
      ]}
    />
  );
}

function RevokeButton({ session }: { readonly session: OwnSession }) {
  const words = useWords(sessionWords);
  const revoke = useAct("session.revoke", ["session.list"]);
  return (
    <ActButton
      title={words.revoke}
      question={words.revokeQuestion(session.address)}
      mutation={revoke}
      input={{ id: session.id }}
      done={() => words.revoked}
      button={{ size: "small", danger: true }}
    />
  );
}
