import type { PaymentRowView } from "@compose-pay/contracts";
import { type TableColumnsType, Tag } from "antd";
import { Link } from "react-router";
import { useIsNarrow } from "../shell/use-is-narrow.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { paymentWords } from "./payment-words.ts";
import { WordedState } from "../show/worded-state.tsx";
import { stateWords } from "../show/state-words.ts";

/** The columns of every table of payments. */
export function usePaymentColumns(): TableColumnsType<PaymentRowView> {
  const words = useWords(paymentWords);
  const states = useWords(stateWords);
  const isNarrow = useIsNarrow();
  const stateAndAmount: TableColumnsType<PaymentRowView> = [
    { title: words.status, render: (_, row) => <WordedState of="payment" state={row.status} /> },
    { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
  ];
  return [
    {
      title: words.orderNo,
      render: (_, row) => (
        <div style={{ maxWidth: 320, overflowWrap: "anywhere", whiteSpace: "normal" }}>
          <Link to={`/payments/${row.id}`}>{row.order_no}</Link>
          <div>{isNarrow ? <InShort row={row} /> : <small>{row.id}</small>}</div>
        </div>
      ),
    },
    ...(isNarrow ? [] : stateAndAmount),
    {
      title: words.refunded,
      align: "right",
      render: (_, row) => <Amount fen={row.amount_refunded === 0 ? null : row.amount_refunded} />,
    },
    { title: words.method, render: (_, row) => states.method[row.method] },
    {
      title: words.appName,
      render: (_, row) => (
        <>
          {row.app_name ?? row.app_id} {row.live ? null : <Tag>{words.test}</Tag>}
        </>
      ),
    },
    { title: words.subject, render: (_, row) => <LongText text={row.subject} /> },
    { title: words.tradeNo, render: (_, row) => row.channel_trade_no ?? "—" },
    { title: words.created, render: (_, row) => <When at={row.created_at} /> },
  ];
}

/** What somebody with a phone looks for, where the other columns are out of sight. */
function InShort({ row }: { readonly row: PaymentRowView }) {
  return (
    <>
      <strong>
        <Amount fen={row.amount} />
      </strong>{" "}
      <WordedState of="payment" state={row.status} /> <When at={row.created_at} />
    </>
  );
}

/** Text of a merchant in a cell: one line, the whole of it on hovering. */
function LongText({ text }: { readonly text: string }) {
  return (
    <bdi
      title={text}
      style={{
        display: "inline-block",
        maxWidth: 200,
        overflow: "hidden",
        textOverflow: "ellipsis",
        whiteSpace: "nowrap",
        verticalAlign: "bottom",
      }}
    >
      {text}
    </bdi>
  );
}
