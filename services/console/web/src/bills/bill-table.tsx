import type { BillView } from "@compose-pay/contracts";
import { addressOf } from "../api/call.ts";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { given } from "../api/use-search.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { BillSource } from "./bill-source.tsx";
import { BillState } from "./bill-state.tsx";
import { BillTotals } from "./bill-totals.tsx";
import { billWords } from "./bill-words.ts";
import { fileSize } from "./file-size.ts";

/** An account's bills with all their versions; read again for as long as one is being loaded. */
export function BillTable({ account, day }: { readonly account: string; readonly day: string }) {
  const words = useWords(billWords);
  const mayAct = useMay("reconciliation.act");
  const mayExport = useMay("reconciliation.export");
  const again = { everyMs: 3_000, isUnderWay: isAnyLoading };
  const pages = usePages("bills.list", { account_id: account, ...given({ day }) }, again);
  return (
    <ListTable<BillView>
      label={words.title}
      pages={pages}
      rowKey={({ id }) => id}
      columns={[
        { title: words.day, dataIndex: "day" },
        { title: words.type, render: (_, row) => words[row.type] },
        { title: words.version, align: "right", dataIndex: "version" },
        { title: words.state, render: (_, row) => <BillState state={row.state} /> },
        {
          title: words.file,
          render: (_, row) => (
            <>
              {row.has_file && mayExport ? (
                <a href={addressOf("bills.download", { id: row.id })} download>
                  {words.download}
                </a>
              ) : null}
              {row.has_file ? null : words.noFile}{" "}
              {row.state === "loading" && mayAct ? <LoadAgain id={row.id} /> : null}
            </>
          ),
        },
        { title: words.lines, align: "right", dataIndex: "lines" },
        { title: words.sums, render: (_, row) => <BillTotals bill={row} /> },
        { title: words.source, render: (_, row) => <BillSource bill={row} /> },
        { title: words.size, align: "right", render: (_, row) => fileSize(row.bytes) },
        { title: words.createdAt, render: (_, row) => <When at={row.created_at} /> },
      ]}
    />
  );
}

function isAnyLoading(bills: readonly BillView[]): boolean {
  return bills.some(({ state }) => state === "loading");
}

function LoadAgain({ id }: { readonly id: string }) {
  const words = useWords(billWords);
  const mutation = useAct("bills.load", ["bills.list", "bills.show"]);
  return (
    <ActButton
      title={words.load}
      question={words.loadQuestion}
      mutation={mutation}
      input={{ id }}
      done={(bill: BillView) => billOutcome(bill, words)}
      button={{ size: "small" }}
    />
  );
}

function billOutcome(
  { state, lines }: BillView,
  words: { loadedNow: (lines: number) => string; goesOn: string; rejectedNow: string },
): string {
  switch (state) {
    case "loaded":
      return words.loadedNow(lines);
    case "loading":
      return words.goesOn;
    case "rejected":
      return words.rejectedNow;
  }
}
