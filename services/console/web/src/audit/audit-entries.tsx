import type { AuditEntryView, AuditPhaseView, ConsoleInput } from "@compose-pay/contracts";
import { Tag, Typography } from "antd";
import { Link, useSearchParams } from "react-router";
import { type Pages, usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { AuditDetails } from "./audit-details.tsx";
import { AuditFilter, auditFilterNames } from "./audit-filter.tsx";
import { auditWords } from "./audit-words.ts";
import { filterOf } from "./filter-of.ts";

const colours: { readonly [Phase in AuditPhaseView]: string } = {
  asked: "default",
  done: "success",
  refused: "warning",
  failed: "error",
  unknown: "warning",
};

/** Who did what, newest first. */
export function AuditEntries() {
  const [params] = useSearchParams();
  // because the API parses what is written in the address
  const filter = filterOf(params, auditFilterNames) as ConsoleInput<"audit.list">;
  return (
    <>
      <AuditFilter names={auditFilterNames} />
      <EntryTable pages={usePages("audit.list", filter)} />
    </>
  );
}

/** Acts that were begun and have no entry of their end. */
export function UnfinishedActs() {
  const words = useWords(auditWords);
  return (
    <>
      <Typography.Paragraph type="secondary">{words.unfinishedWhat}</Typography.Paragraph>
      <EntryTable pages={usePages("audit.unfinished", {})} />
    </>
  );
}

function EntryTable({ pages }: { readonly pages: Pages<AuditEntryView> }) {
  const words = useWords(auditWords);
  return (
    <ListTable
      label={words.acts}
      pages={pages}
      rowKey={(row) => String(row.number)}
      detail={(row) => <AuditDetails entry={row} />}
      columns={[
        { title: words.number, dataIndex: "number" },
        { title: words.at, render: (_, row) => <When at={row.at} /> },
        { title: words.operator, render: (_, row) => <Operator entry={row} /> },
        { title: words.action, render: (_, row) => <code>{row.action}</code> },
        {
          title: words.phase,
          render: (_, row) => <Tag color={colours[row.phase]}>{words.phases[row.phase]}</Tag>,
        },
        { title: words.subject, render: (_, row) => <Subject entry={row} /> },
        { title: words.address, dataIndex: "address" },
      ]}
    />
  );
}

interface OfEntry {
  readonly entry: AuditEntryView;
}

function Operator({ entry }: OfEntry) {
  const words = useWords(auditWords);
  if (entry.operator_id === null) return <>{words.nobody}</>;
  return <Link to={`/audit?operator=${entry.operator_id}`}>{entry.operator}</Link>;
}

function Subject({ entry: { subject } }: OfEntry) {
  if (subject === "") return <span aria-hidden="true">—</span>;
  return <Link to={`/audit?subject=${encodeURIComponent(subject)}`}>{subject}</Link>;
}
