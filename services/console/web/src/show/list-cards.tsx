import { Button, Card, Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import type { Pages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "./problem-alert.tsx";
import { showWords } from "./show-words.ts";

/** A list page by page whose rows stand below each other, for phones. It says when it is loading, empty and failed. */
export function ListCards<Row extends object>({
  pages,
  rowKey,
  label,
  children,
}: {
  readonly pages: Pages<Row>;
  readonly rowKey: (row: Row) => string;
  /** What the list is of, for those who do not see it. */
  readonly label: string;
  readonly children: (row: Row) => ReactNode;
}) {
  const words = useWords(showWords);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const isLoaded = pages.data !== undefined;
  return (
    <section aria-label={label} aria-busy={pages.isLoading}>
      {pages.isLoading ? <Skeleton active /> : null}
      {isLoaded && rows.length === 0 ? <Empty description={words.empty} /> : null}
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {rows.map((row) => (
          <li key={rowKey(row)} style={{ marginBottom: 12 }}>
            <Card size="small">{children(row)}</Card>
          </li>
        ))}
      </ul>
      {pages.isError ? (
        <ProblemAlert
          error={pages.error}
          onRetry={() => void (isLoaded ? pages.fetchNextPage() : pages.refetch())}
        />
      ) : null}
      {pages.hasNextPage ? (
        <div style={{ textAlign: "center", padding: 12 }}>
          <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            {words.more}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
