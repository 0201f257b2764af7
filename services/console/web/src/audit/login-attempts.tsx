import type { LoginAttemptView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useSearchParams } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { LongText } from "../show/long-text.tsx";
import { When } from "../show/when.tsx";
import { AuditFilter } from "./audit-filter.tsx";
import { auditWords } from "./audit-words.ts";
import { filterOf } from "./filter-of.ts";

/** Every sign-in that was tried, newest first. */
export function LoginAttempts() {
  const words = useWords(auditWords);
  const [params] = useSearchParams();
  const pages = usePages("login_attempts.list", filterOf(params, ["operator"]));
  return (
    <>
      <AuditFilter names={["operator"]} />
      <ListTable
        label={words.logins}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.at, render: (_, row) => <When at={row.at} /> },
          { title: words.email, render: (_, row) => <LongText text={row.email} /> },
          { title: words.outcome, render: (_, row) => <Outcome attempt={row} /> },
          { title: words.address, dataIndex: "address" },
          { title: words.browser, render: (_, row) => <LongText text={row.user_agent} /> },
        ]}
      />
    </>
  );
}

function Outcome({ attempt: { outcome } }: { readonly attempt: LoginAttemptView }) {
  const words = useWords(auditWords);
  const colour = outcome === "signed_in" ? "success" : outcome === "code_missing" ? "default" : "warning";
  return <Tag color={colour}>{words.outcomes[outcome]}</Tag>;
}
