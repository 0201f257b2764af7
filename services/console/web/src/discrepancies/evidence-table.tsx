import type { DiscrepancyDetail, EvidenceLine } from "@compose-pay/contracts";
import { Alert, Table, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { ScrollSection } from "../show/scroll-section.tsx";
import { discrepancyWords } from "./discrepancy-words.ts";
import { evidenceWords } from "./evidence-words.ts";
import { SaidValue } from "./said-value.tsx";

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

function Said({ line, value }: { readonly line: EvidenceLine; readonly value: EvidenceLine["here"] }) {
  const shown = <SaidValue name={line.name} value={value} />;
  return line.differs ? <mark style={{ paddingInline: 4, fontWeight: 600 }}>{shown}</mark> : shown;
}
