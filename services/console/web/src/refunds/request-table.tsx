import type { RefundRequestView } from "@compose-pay/contracts";
import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";
import { StateTag } from "../payments/state-tag.tsx";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { refundWords } from "./refund-words.ts";
import { RequestActs } from "./request-acts.tsx";

export function useRequestColumns(): TableColumnsType<RefundRequestView> {
  const words = useWords(refundWords);
  const nameOf = (who: RefundRequestView["decided_by"]) => (who === null ? "—" : (who.email ?? words.gone));
  return [
    {
      title: words.order,
      render: (_, row) => <Link to={`/payments/${row.payment_id}`}>{row.order_no ?? row.payment_id}</Link>,
    },
    { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
    { title: words.reason, render: (_, row) => <bdi>{row.reason}</bdi> },
    { title: words.state, render: (_, row) => <StateTag of="request" state={row.state} /> },
    { title: words.requestedBy, render: (_, row) => nameOf(row.requested_by) },
    { title: words.requestedAt, render: (_, row) => <When at={row.requested_at} /> },
    { title: words.decidedBy, render: (_, row) => nameOf(row.decided_by) },
    { title: words.decidedAt, render: (_, row) => <When at={row.decided_at} /> },
    {
      title: words.result,
      render: (_, row) =>
        row.refund_id === null ? "—" : <Link to={`/refunds/${row.refund_id}`}>{row.refund_id}</Link>,
    },
    { title: "", key: "acts", render: (_, row) => <RequestActs request={row} /> },
  ];
}

/** The requests of one payment. */
export function RequestTable({ requests }: { readonly requests: readonly RefundRequestView[] }) {
  return (
    <Table<RefundRequestView>
      columns={useRequestColumns()}
      dataSource={[...requests]}
      rowKey={(row) => row.id}
      pagination={false}
      size="small"
      scroll={{ x: "max-content" }}
    />
  );
}
