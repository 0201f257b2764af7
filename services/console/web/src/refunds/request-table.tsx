import type { RefundRequestView } from "@compose-pay/contracts";
import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";
import { WordedState } from "../payments/worded-state.tsx";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { refundWords } from "./refund-words.ts";
import { RequestActs } from "./request-acts.tsx";

export function useRequestColumns(): TableColumnsType<RefundRequestView> {
  const words = useWords(refundWords);
  return [
    {
      title: words.wish,
      render: (_, row) => (
        <>
          <strong>
            <Amount fen={row.amount} />
          </strong>{" "}
          <WordedState of="request" state={row.state} />
          <div>
            <Link to={`/payments/${row.payment_id}`}>{row.order_no ?? row.payment_id}</Link>
          </div>
          <bdi>{row.reason}</bdi>
          <RequestActs request={row} />
        </>
      ),
    },
    {
      title: words.requested,
      render: (_, row) => <ByAndWhen who={row.requested_by} at={row.requested_at} />,
    },
    { title: words.decided, render: (_, row) => <ByAndWhen who={row.decided_by} at={row.decided_at} /> },
    {
      title: words.result,
      render: (_, row) =>
        row.refund_id === null ? "—" : <Link to={`/refunds/${row.refund_id}`}>{row.refund_id}</Link>,
    },
  ];
}

function ByAndWhen({
  who,
  at,
}: {
  readonly who: RefundRequestView["decided_by"];
  readonly at: string | null;
}) {
  const words = useWords(refundWords);
  if (who === null) return <span aria-hidden="true">—</span>;
  return (
    <>
      {who.email ?? words.gone}
      <div>
        <When at={at} />
      </div>
    </>
  );
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
