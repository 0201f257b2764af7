import type { PaymentFactsView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { Link } from "react-router";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { type Fact, Facts } from "../show/facts.tsx";
import { When } from "../show/when.tsx";
import { paymentWords } from "./payment-words.ts";
import { WordedState } from "../show/worded-state.tsx";
import { stateWords } from "../show/state-words.ts";

/** The payment itself, what matters most first. */
export function PaymentFacts({ payment }: { readonly payment: PaymentFactsView }) {
  const words = useWords(paymentWords);
  const states = useWords(stateWords);
  const mode = payment.live ? words.live : words.test;
  const facts: readonly Fact[] = [
    {
      label: words.amount,
      value: (
        <strong>
          <Amount fen={payment.amount} />
        </strong>
      ),
    },
    { label: words.refunded, value: <Amount fen={payment.amount_refunded} /> },
    { label: words.status, value: <WordedState of="payment" state={payment.status} /> },
    { label: words.appName, value: <AppLink id={payment.app_id} name={payment.app_name} /> },
    { label: words.mode, value: <Tag>{mode}</Tag> },
    { label: words.method, value: states.method[payment.method] },
    { label: words.tradeNo, value: payment.channel_trade_no },
    { label: words.account, value: <AccountLink id={payment.account_id} name={payment.account_name} /> },
    { label: words.orderNo, value: payment.order_no },
    { label: words.paymentId, value: payment.id },
    { label: words.fee, value: <Amount fen={payment.fee} /> },
    { label: words.created, value: <When at={payment.created_at} /> },
    { label: words.paid, value: <When at={payment.paid_at} /> },
    { label: words.closed, value: <When at={payment.closed_at} /> },
    { label: words.expires, value: <When at={payment.expires_at} /> },
    { label: words.subject, value: payment.subject },
    { label: words.description, value: payment.description },
    { label: words.clientIp, value: payment.client_ip },
    { label: words.notifyUrl, value: payment.notify_url },
    { label: words.returnUrl, value: payment.return_url },
    { label: words.traceId, value: payment.trace_id },
    { label: words.metadata, value: <Metadata of={payment.metadata} /> },
  ];
  return <Facts facts={facts} isDense />;
}

function AppLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  return useMay("merchants.read") ? <Link to={`/merchants/apps/${id}`}>{name ?? id}</Link> : (name ?? id);
}

/** A channel account by its name, and its id on hovering. */
export function AccountLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  const text = <span title={id}>{name ?? id}</span>;
  return useMay("accounts.read") ? <Link to={`/accounts/${id}`}>{text}</Link> : text;
}

export function Metadata({ of }: { readonly of: Readonly<Record<string, string>> }) {
  const entries = Object.entries(of);
  if (entries.length === 0) return <span aria-hidden="true">—</span>;
  return entries.map(([name, value]) => (
    <div key={name}>
      <code>{name}</code> <bdi>{value}</bdi>
    </div>
  ));
}
