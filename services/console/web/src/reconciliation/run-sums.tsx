import type { RunDetail, RunFundDifference, RunSum } from "@compose-pay/contracts";
import { Table, Typography } from "antd";
import { discrepancyTypeWords } from "../discrepancies/discrepancy-words.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { reconciliationWords } from "./reconciliation-words.ts";

/** The day's sums on both sides, and how many lines and entries are of each class. */
export function RunSums({ detail }: { readonly detail: RunDetail }) {
  const words = useWords(reconciliationWords);
  const { sums, funds, counts } = detail;
  return (
    <>
      <Typography.Title level={3}>{words.summary}</Typography.Title>
      {sums.length === 0 ? <p>{words.notMatched}</p> : <Sums sums={sums} />}
      {funds.length === 0 ? null : (
        <>
          <Typography.Title level={4}>{words.funds}</Typography.Title>
          <Funds funds={funds} />
        </>
      )}
      <Typography.Title level={3}>{words.counts}</Typography.Title>
      <Counts counts={counts} />
    </>
  );
}

const table = { pagination: false, size: "small" } as const;

function Sums({ sums }: { readonly sums: readonly RunSum[] }) {
  const words = useWords(reconciliationWords);
  return (
    <ScrollSection label={words.summary}>
      <Table
        {...table}
        dataSource={[...sums]}
        rowKey="name"
        columns={[
          { title: words.sum, render: (_, row) => words[row.name] },
          { title: words.ofBill, align: "right", render: (_, row) => <Side row={row} of="there" /> },
          { title: words.ofBooks, align: "right", render: (_, row) => <Side row={row} of="here" /> },
          {
            title: words.difference,
            align: "right",
            render: (_, row) =>
              row.difference === 0 ? (
                <Side row={row} of="difference" />
              ) : (
                <strong>
                  ≠ <Side row={row} of="difference" />
                </strong>
              ),
          },
        ]}
      />
    </ScrollSection>
  );
}

/** A number of payments or refunds, or an amount. */
function Side({ row, of }: { readonly row: RunSum; readonly of: "there" | "here" | "difference" }) {
  return row.name === "payments" || row.name === "refunds" ? row[of] : <Amount fen={row[of]} />;
}

function Funds({ funds }: { readonly funds: readonly RunFundDifference[] }) {
  const words = useWords(reconciliationWords);
  const names: Readonly<Record<string, string>> = words.fundName;
  return (
    <ScrollSection label={words.funds}>
      <Table
        {...table}
        dataSource={[...funds]}
        rowKey="name"
        columns={[
          { title: words.sum, render: (_, row) => names[row.name] ?? row.name },
          { title: words.tradeBill, align: "right", render: (_, row) => <Amount fen={row.trade_bill} /> },
          { title: words.fundBill, align: "right", render: (_, row) => <Amount fen={row.fund_flow} /> },
          {
            title: words.difference,
            align: "right",
            render: (_, row) => <Amount fen={row.fund_flow - row.trade_bill} />,
          },
        ]}
      />
    </ScrollSection>
  );
}

function Counts({ counts }: Pick<RunDetail, "counts">) {
  const words = useWords(reconciliationWords);
  const classes: Readonly<Record<string, string>> = useWords(discrepancyTypeWords);
  return (
    <ScrollSection label={words.counts}>
      <Table
        {...table}
        dataSource={[...counts]}
        rowKey="class"
        locale={{ emptyText: words.notMatched }}
        columns={[
          { title: words.class, render: (_, row) => classes[row.class] ?? row.class },
          { title: words.lines, align: "right", dataIndex: "lines" },
          { title: words.entries, align: "right", dataIndex: "entries" },
        ]}
      />
    </ScrollSection>
  );
}
