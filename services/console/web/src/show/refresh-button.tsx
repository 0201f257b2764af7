import { ReloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Pages } from "../api/use-read.ts";
import { defineWords, useWords } from "../shell/words.ts";

const refreshWords = defineWords("刷新", "Look again");

/** Reads a list again, which does not change by itself while somebody reads it. */
export function RefreshButton<Row>({
  pages: { refetch, isFetching },
}: {
  readonly pages: Pick<Pages<Row>, "refetch" | "isFetching">;
}) {
  return (
    <Button icon={<ReloadOutlined />} onClick={() => void refetch()} loading={isFetching}>
      {useWords(refreshWords)}
    </Button>
  );
}
