import type { DiscrepancyDetail, EvidenceLine } from "@compose-pay/contracts";
import { Alert, Table, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { CodeWord } from "../show/code-word.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { When } from "../show/when.tsx";
import { discrepancyWords } from "./discrepancy-words.ts";
import { evidenceWords } from "./evidence-words.ts";

/** Ours and the channel's beside each other; what differs has a sign, and not its colour alone. */
export function EvidenceTable({ detail }: { readonly detail: DiscrepancyDetail }) {
  const words = useWords(discrepancyWords);
  const names: Readonly<Record<string, string>> = useWords(evidenceWords);
  const { lines, about } = detail;
  const nameOf = (name: string) => names[name] ?? name;
  return (
    <>
      <Typography.Title level={3}>{words.sides}</Typography.Title>
      {detail.is_absent_here ? <Alert type="warning" showIcon title={words.nothingHere} /> : null}
      {detail.is_absent_there ? <Alert type="warning" showIcon title={words.nothingThere} /> : null}
      <ScrollSection label={words.sides}>
        <Table<EvidenceLine>
          dataSource={[
            ...about.map(({ name, value }) => ({ name, here: value, there: value, differs: false })),
            ...lines,
          ]}
          rowKey="name"
          size="small"
          pagination={false}
          columns={[
            {
              title: words.item,
              rowScope: "row",
              render: (_, row) => (
                <>
                  {nameOf(row.name)}
                  {row.differs ? (
                    <strong style={{ whiteSpace: "nowrap" }}>{` ≠ ${words.differs}`}</strong>
                  ) : null}
                </>
              ),
            },
            { title: words.here, render: (_, row) => <Said line={row} value={row.here} /> },
            { title: words.there, render: (_, row) => <Said line={row} value={row.there} /> },
          ]}
        />
      </ScrollSection>
    </>
  );
}

const amounts: ReadonlySet<string> = new Set(["amount", "fee"]);
/** Whose values are codes. */
const coded: ReadonlySet<string> = new Set(["kind", "state", "cause", "reason", "failure", "said"]);

function Said({ line, value }: { readonly line: EvidenceLine; readonly value: EvidenceLine["here"] }) {
  if (value === undefined || value === null) return <span aria-hidden="true">—</span>;
  const shown = <SaidValue name={line.name} value={value} />;
  return line.differs ? <mark style={{ paddingInline: 4, fontWeight: 600 }}>{shown}</mark> : shown;
}

function SaidValue({ name, value }: { readonly name: string; readonly value: string | number | boolean }) {
  const words = useWords(discrepancyWords);
  if (typeof value === "boolean") return <>{value ? words.yes : words.no}</>;
  if (typeof value === "number" && amounts.has(name)) return <Amount fen={value} />;
  if (typeof value === "number") return <>{value}</>;
  if (name === "occurred_at" && !Number.isNaN(Date.parse(value))) return <When at={value} />;
  if (coded.has(name)) return <CodeWord code={value} />;
  return <ForeignLine text={value} />;
}
