import { Button, Table, type TableColumnsType } from "antd";
import type { Key, ReactNode } from "react";
import type { Pages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "./problem-alert.tsx";
import { ScrollSection } from "./scroll-section.tsx";
import { showWords } from "./show-words.ts";

/** A list page by page. It says when it is loading, empty, failed, and at its end. */
export function ListTable<Row extends object>({
  pages,
  columns,
  rowKey,
  label,
  detail,
  choice,
}: {
  readonly pages: Pages<Row>;
  readonly columns: TableColumnsType<Row>;
  readonly rowKey: (row: Row) => string;
  /** What the table is of, for those who do not see it. */
  readonly label: string;
  /** What a row shows below itself when it is opened. */
  readonly detail?: (row: Row) => ReactNode;
  /** Rows that can be chosen, so many at the most. */
  readonly choice?: {
    readonly keys: readonly string[];
    readonly choose: (keys: readonly string[]) => void;
    readonly most: number;
  };
}) {
  const words = useWords(showWords);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (pages.isError && rows.length === 0)
    return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <>
      <ScrollSection label={label} isBusy={pages.isLoading}>
        <Table<Row>
          columns={columns}
          dataSource={rows}
          rowKey={rowKey}
          loading={pages.isLoading}
          pagination={false}
          size="middle"
          {...(detail === undefined
            ? {}
            : { expandable: { expandedRowRender: detail, columnTitle: words.details } })}
          {...(choice === undefined ? {} : { rowSelection: selectionOf(choice) })}
          locale={{ emptyText: pages.isLoading ? words.loading : words.empty }}
        />
      </ScrollSection>
      {pages.isError ? <ProblemAlert error={pages.error} onRetry={() => void pages.fetchNextPage()} /> : null}
      <div style={{ textAlign: "center", padding: 12 }}>
        {pages.hasNextPage ? (
          <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            {words.more}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function selectionOf({
  keys,
  choose,
  most,
}: {
  readonly keys: readonly string[];
  readonly choose: (keys: readonly string[]) => void;
  readonly most: number;
}) {
  return {
    selectedRowKeys: [...keys],
    onChange: (chosen: readonly Key[]) => choose(chosen.map(String).slice(0, most)),
    columnWidth: 48,
  };
}
