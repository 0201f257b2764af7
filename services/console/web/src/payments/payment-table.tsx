import type { PaymentRowView } from "@compose-pay/contracts";
import { type TableColumnsType, Tag } from "antd";
import { Link } from "react-router";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { paymentWords } from "./payment-words.ts";
import { WordedState } from "./worded-state.tsx";
import { stateWords } from "./state-words.ts";

/** The columns of every table of payments. */
export function usePaymentColumns(): TableColumnsType<PaymentRowView> {
  const words = useWords(paymentWords);
  const states = useWords(stateWords);
  return [
    {
      title: words.orderNo,
      render: (_, row) => (
        <>
          <Link to={`/payments/${row.id}`}>{row.order_no}</Link>
          <div>
            <small>{row.id}</small>
          </div>
        </>
      ),
    },
    { title: words.status, render: (_, row) => <WordedState of="payment" state={row.status} /> },
    { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
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
