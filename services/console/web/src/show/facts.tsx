import { Descriptions } from "antd";
import type { ReactNode } from "react";

export interface Fact {
  readonly label: string;
  /** Text of others is only ever text; what is not there is a dash. */
  readonly value: ReactNode;
}

/** What is known of one object: one below the other on a phone, else in as many columns as there is room for. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <Descriptions
      bordered
      size="small"
      styles={{ label: { whiteSpace: "nowrap" } }}
      column={{ xs: 1, sm: 1, md: 2, lg: 3, xl: 3, xxl: 3 }}
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
