import type { RefundRequestView } from "@compose-pay/contracts";
import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";
import { WordedState } from "../show/worded-state.tsx";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { requestWords } from "./request-words.ts";
import { RequestActs } from "./request-acts.tsx";

export function useRequestColumns(): TableColumnsType<RefundRequestView> {
  const words = useWords(requestWords);
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
          <Wish request={row} />
          <RequestActs request={row} />
        </>
      ),
    },
    {
      title: words.requested,
      render: (_, row) => <ByAndWhen who={row.requested_by.email ?? words.gone} at={row.requested_at} />,
    },
    { title: words.decided, render: (_, row) => <Decision request={row} /> },
    {
      title: words.result,
      render: (_, row) =>
        row.refund_id === null ? "—" : <Link to={`/refunds/${row.refund_id}`}>{row.refund_id}</Link>,
    },
  ];
}

function Wish({ request: { card, reason } }: { readonly request: RefundRequestView }) {
  const words = useWords(requestWords);
  return (
    <>
      {card === null ? null : (
        <div>
          {words.settle} {card.bank_type} ···· {card.ends_in}
        </div>
      )}
      <bdi>{reason}</bdi>
    </>
  );
}

function Decision({ request }: { readonly request: RefundRequestView }) {
  const words = useWords(requestWords);
  const { decided_by: who, decided_at: at, decision_reason: reason, state } = request;
  if (at === null) return <span aria-hidden="true">—</span>;
  const lapses: Readonly<Record<string, string>> = words.lapse;
  const why = reason !== null && state === "lapsed" ? (lapses[reason] ?? reason) : reason;
  return (
    <>
      <ByAndWhen who={who === null ? words.byItself : (who.email ?? words.gone)} at={at} />
      {why === null ? null : <bdi>{why}</bdi>}
    </>
  );
}

function ByAndWhen({ who, at }: { readonly who: string; readonly at: string }) {
  return (
    <>
      {who}
      <div>
        <When at={at} />
      </div>
    </>
  );
}

/** The requests of one payment or refund. */
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
