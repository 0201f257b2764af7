import { Descriptions } from "antd";
import type { ReactNode } from "react";

export interface Fact {
  readonly label: string;
  /** Text of others is only ever text; what is not there is a dash. */
  readonly value: ReactNode;
}

const columns = { xs: 1, sm: 1, md: 1, lg: 2 };
const denseColumns = { xs: 1, sm: 1, md: 2, lg: 3, xl: 3, xxl: 3 };

/** What is known of one object: one below the other on a phone, else in columns. */
export function Facts({
  facts,
  isDense = false,
}: {
  readonly facts: readonly Fact[];
  /** Many short ones: a column more, and each label in one line. */
  readonly isDense?: boolean;
}) {
  return (
    <Descriptions
      bordered
      size="small"
      styles={{ label: { whiteSpace: isDense ? "nowrap" : "normal" } }}
      column={isDense ? denseColumns : columns}
      items={facts.map(({ label, value }) => ({
        key: label,
        label,
        children: (
          <bdi style={{ overflowWrap: "anywhere" }}>
            {value === null || value === "" ? <span aria-hidden="true">—</span> : value}
          </bdi>
        ),
      }))}
    />
  );
}
