import { Descriptions } from "antd";
import type { ReactNode } from "react";

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** What is known of one object: one below the other on a phone, else in two columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <Descriptions
      bordered
      size="small"
      column={{ xs: 1, sm: 1, md: 1, lg: 2 }}
      items={facts.map(({ label, value }) => ({
        key: label,
        label,
        children: <span style={{ overflowWrap: "anywhere" }}>{value}</span>,
      }))}
    />
  );
}
