import { Tabs, Typography } from "antd";
import { useSearchParams } from "react-router";
import { useWords } from "../shell/words.ts";
import { chosenOf } from "../show/use-filter.ts";
import { auditArea } from "./audit-area.ts";
import { AuditEntries, UnfinishedActs } from "./audit-entries.tsx";
import { auditWords } from "./audit-words.ts";
import { LoginAttempts } from "./login-attempts.tsx";
import { withFilter } from "./filter-of.ts";

export function AuditPage() {
  const title = useWords(auditArea.title);
  const words = useWords(auditWords);
  const [params, setParams] = useSearchParams();
  const tab = chosenOf(["acts", "unfinished", "logins"], params.get("tab") ?? "") ?? "acts";
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <Tabs
        activeKey={tab}
        onChange={(opened) => setParams(withFilter(params, { tab: opened === "acts" ? "" : opened }))}
        destroyOnHidden
        items={[
          { key: "acts", label: words.acts, children: <AuditEntries /> },
          { key: "unfinished", label: words.unfinished, children: <UnfinishedActs /> },
          { key: "logins", label: words.logins, children: <LoginAttempts /> },
        ]}
      />
    </>
  );
}
