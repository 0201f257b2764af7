import type { AccountDetail } from "@compose-pay/contracts";
import { Alert, Button, Descriptions, Flex, Space, Table, Typography } from "antd";
import { useNavigate, useParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { stateWords } from "../show/state-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Loaded } from "../show/loaded.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { When } from "../show/when.tsx";
import { AccountCertificateTable } from "./account-certificate-table.tsx";
import { modeName } from "./account-list.tsx";
import { AccountTags } from "./account-tags.tsx";
import { accountWords } from "./account-words.ts";
import { CheckAccount } from "./check-account.tsx";
import { useCredentialText } from "./credential-words.ts";
import { ExpiryTag } from "./expiry-tag.tsx";

/** One account: what is public of it, which secrets are set, its certificates, and a look whether it works. */
export function AccountPage() {
  const { id = "" } = useParams();
  const read = useRead("accounts.show", { id });
  return <Loaded query={read}>{(account) => <AccountDetails account={account} />}</Loaded>;
}

function AccountDetails({ account }: { readonly account: AccountDetail }) {
  const words = useWords(accountWords);
  const states = useWords(stateWords);
  const mayCheck = useMay("accounts.act");
  const mayManage = useMay("accounts.manage");
  const navigate = useNavigate();
  return (
    <Space orientation="vertical" size="middle" style={{ width: "100%" }}>
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        <Typography.Title level={2}>{account.name}</Typography.Title>
        <Space wrap>
          {mayCheck ? <CheckAccount id={account.id} /> : null}
          {mayManage ? <Button onClick={() => void navigate("edit")}>{words.edit}</Button> : null}
        </Space>
      </Flex>
      {account.mode === null ? <Alert type="error" showIcon title={words.unreadable} /> : null}
      <Descriptions
        column={{ xs: 1, md: 2 }}
        items={[
          { key: "id", label: words.id, children: <code>{account.id}</code> },
          { key: "channel", label: words.channel, children: states.channel[account.channel] },
          {
            key: "mode",
            label: words.mode,
            children: account.mode === null ? "—" : modeName(words.modes, account.mode),
          },
          { key: "status", label: words.status, children: <AccountTags account={account} /> },
          { key: "url", label: words.baseUrl, children: account.base_url ?? "—" },
          {
            key: "notify",
            label: words.notifyPath,
            children: <code>{account.notification_path ?? "—"}</code>,
          },
          { key: "expiry", label: words.certificates, children: <ExpiryTag level={account.certificates} /> },
          { key: "updated", label: words.updated, children: <When at={account.updated_at} /> },
        ]}
      />
      <Typography.Title level={3}>{words.credentials}</Typography.Title>
      <PublicValues account={account} />
      <Typography.Title level={3}>{words.secrets}</Typography.Title>
      <Secrets account={account} />
      <Typography.Title level={3}>{words.certificates}</Typography.Title>
      <AccountCertificateTable account={account} />
    </Space>
  );
}

function PublicValues({ account }: { readonly account: AccountDetail }) {
  const textOf = useCredentialText(account.channel);
  return (
    <Descriptions
      column={1}
      bordered
      size="small"
      items={Object.entries(account.values).map(([name, value]) => ({
        key: name,
        label: textOf(name).title,
        children: (
          <pre
            tabIndex={0}
            style={{
              margin: 0,
              maxHeight: 120,
              overflow: "auto",
              whiteSpace: "pre-wrap",
              wordBreak: "break-all",
            }}
          >
            {typeof value === "string" ? value : value.join("\n")}
          </pre>
        ),
      }))}
    />
  );
}

function Secrets({ account }: { readonly account: AccountDetail }) {
  const words = useWords(accountWords);
  const textOf = useCredentialText(account.channel);
  return (
    <ScrollSection label={words.secrets}>
      <Typography.Paragraph type="secondary">{words.neverShown}</Typography.Paragraph>
      <Table
        dataSource={[...account.secrets]}
        rowKey={({ name }) => name}
        pagination={false}
        size="small"
        columns={[
          { title: words.name, render: (_, { name }) => textOf(name).title },
          { title: words.status, render: (_, secret) => (secret.is_set ? words.isSet : words.isNotSet) },
          {
            title: words.changedAt,
            render: (_, secret) =>
              secret.is_set && secret.changed_at === null ? (
                words.unknownTime
              ) : (
                <When at={secret.changed_at} />
              ),
          },
        ]}
      />
    </ScrollSection>
  );
}
