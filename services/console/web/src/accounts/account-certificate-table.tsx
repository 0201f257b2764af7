import type { AccountCertificateView, AccountView } from "@compose-pay/contracts";
import { Table } from "antd";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { Loaded } from "../show/loaded.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { When } from "../show/when.tsx";
import { accountWords } from "./account-words.ts";
import { useCredentialText } from "./credential-words.ts";
import { ExpiryTag } from "./expiry-tag.tsx";

/** The certificates of an account, and when each of them ends. */
export function AccountCertificateTable({
  account,
}: {
  readonly account: Pick<AccountView, "id" | "channel">;
}) {
  const words = useWords(accountWords);
  const textOf = useCredentialText(account.channel);
  const read = useRead("accounts.certificates", { id: account.id });
  return (
    <Loaded query={read}>
      {({ certificates, fetch_due_at: due }) => (
        <ScrollSection label={words.certificates}>
          <Table<AccountCertificateView>
            dataSource={[...certificates]}
            rowKey={({ field, serial }) => `${field ?? ""} ${serial}`}
            pagination={false}
            size="small"
            locale={{ emptyText: words.none }}
            columns={[
              {
                title: words.from,
                render: (_, { field }) => (field === null ? words.downloaded : textOf(field).title),
              },
              { title: words.of, render: (_, { of }) => (of === "own" ? words.own : words.theirs) },
              { title: words.serial, render: (_, { serial }) => <code>{serial}</code> },
              { title: words.effectiveAt, render: (_, row) => <When at={row.effective_at} /> },
              { title: words.expiresAt, render: (_, row) => <When at={row.expires_at} /> },
              { title: words.level, render: (_, { level }) => <ExpiryTag level={level} /> },
            ]}
          />
          {due === null ? null : (
            <p>
              {words.fetchedAgain} <When at={due} />
            </p>
          )}
        </ScrollSection>
      )}
    </Loaded>
  );
}
