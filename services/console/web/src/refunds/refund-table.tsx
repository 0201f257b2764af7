import type { RefundRowView } from "@compose-pay/contracts";
import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";
import { Failure } from "../payments/attempts-table.tsx";
import { WordedState } from "../show/worded-state.tsx";
import { stateWords } from "../show/state-words.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { refundWords } from "./refund-words.ts";

/** @param isLinked whether the operator may open them */
export function useRefundColumns(isLinked: boolean): TableColumnsType<RefundRowView> {
  const words = useWords(refundWords);
  const states = useWords(stateWords);
  return [
    {
      title: words.refundId,
      render: (_, row) => (isLinked ? <Link to={`/refunds/${row.id}`}>{row.id}</Link> : row.id),
    },
    { title: words.state, render: (_, row) => <WordedState of="refund" state={row.state} /> },
    { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
    { title: words.kind, render: (_, row) => states.refundKind[row.kind] },
    { title: words.refundNo, render: (_, row) => row.refund_no ?? "—" },
    { title: words.reason, render: (_, row) => <bdi>{row.reason ?? "—"}</bdi> },
    { title: words.failure, render: (_, row) => <Failure of={row.failure} /> },
    { title: words.created, render: (_, row) => <When at={row.created_at} /> },
    { title: words.due, render: (_, row) => <When at={row.due_at} /> },
  ];
}

/** The refunds of one payment. */
export function RefundTable({
  refunds,
  isLinked,
}: {
  readonly refunds: readonly RefundRowView[];
  readonly isLinked: boolean;
}) {
  return (
    <Table<RefundRowView>
      columns={useRefundColumns(isLinked)}
      dataSource={[...refunds]}
      rowKey={(row) => row.id}
      pagination={false}
      size="small"
      scroll={{ x: "max-content" }}
    />
  );
}
