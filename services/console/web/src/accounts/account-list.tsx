import { Button, Flex, Typography } from "antd";
import { Link, useNavigate } from "react-router";
import { usePages } from "../api/use-read.ts";
import { stateWords } from "../show/state-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { LongText } from "../show/long-text.tsx";
import { When } from "../show/when.tsx";
import { AccountTags } from "./account-tags.tsx";
import { accountWords } from "./account-words.ts";
import { accountsArea } from "./accounts-area.ts";
import { ExpiryTag } from "./expiry-tag.tsx";

/** All channel accounts, newest first, with the end of their certificates. */
export function AccountList() {
  const words = useWords(accountWords);
  const states = useWords(stateWords);
  const title = useWords(accountsArea.title);
  const mayManage = useMay("accounts.manage");
  const navigate = useNavigate();
  const pages = usePages("accounts.list", {});
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        <Typography.Title level={2}>{title}</Typography.Title>
        {mayManage ? (
          <Button type="primary" onClick={() => void navigate("new")}>
            {words.create}
          </Button>
        ) : null}
      </Flex>
      <ListTable
        label={title}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.name, render: (_, row) => <Link to={row.id}>{row.name}</Link> },
          { title: words.channel, render: (_, row) => states.channel[row.channel] },
          {
            title: words.mode,
            render: (_, row) =>
              row.mode === null ? <LongText text={words.unreadable} /> : modeName(words.modes, row.mode),
          },
          { title: words.status, render: (_, row) => <AccountTags account={row} /> },
          { title: words.certificates, render: (_, row) => <ExpiryTag level={row.certificates} /> },
          {
            title: words.endsOn,
            render: (_, row) =>
              row.certificates_end === null ? words.noEnd : <When at={row.certificates_end} />,
          },
          { title: words.id, render: (_, row) => <code>{row.id}</code> },
        ]}
      />
    </>
  );
}

/** One that has no name here is shown as it is. */
export function modeName(names: Readonly<Record<string, string>>, mode: string): string {
  return names[mode] ?? mode;
}
