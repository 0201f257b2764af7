import type { PaymentFactsView } from "@compose-pay/contracts";
import { Descriptions, Tag } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { paymentWords } from "./payment-words.ts";
import { WordedState } from "./worded-state.tsx";
import { stateWords } from "./state-words.ts";

/** The payment itself, what matters most first. */
export function PaymentFacts({ payment }: { readonly payment: PaymentFactsView }) {
  const words = useWords(paymentWords);
  const states = useWords(stateWords);
  const mode = payment.live ? words.live : words.test;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      words.amount,
      <strong key="amount">
        <Amount fen={payment.amount} />
      </strong>,
    ],
    [words.refunded, <Amount key="refunded" fen={payment.amount_refunded} />],
    [words.status, <WordedState key="status" of="payment" state={payment.status} />],
    [words.appName, <AppLink key="app" id={payment.app_id} name={payment.app_name} />],
    [words.mode, <Tag key="mode">{mode}</Tag>],
    [words.method, states.method[payment.method]],
    [words.tradeNo, payment.channel_trade_no],
    [words.account, <AccountLink key="account" id={payment.account_id} name={payment.account_name} />],
    [words.orderNo, payment.order_no],
    [words.paymentId, payment.id],
    [words.fee, <Amount key="fee" fen={payment.fee} />],
    [words.created, <When key="created" at={payment.created_at} />],
    [words.paid, <When key="paid" at={payment.paid_at} />],
    [words.closed, <When key="closed" at={payment.closed_at} />],
    [words.expires, <When key="expires" at={payment.expires_at} />],
    [words.subject, payment.subject],
    [words.description, payment.description],
    [words.clientIp, payment.client_ip],
    [words.notifyUrl, payment.notify_url],
    [words.returnUrl, payment.return_url],
    [words.traceId, payment.trace_id],
    [words.metadata, <Metadata key="metadata" of={payment.metadata} />],
  ];
  return <Facts facts={facts} />;
}

function AppLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  return useMay("merchants.read") ? <Link to={`/merchants/apps/${id}`}>{name ?? id}</Link> : (name ?? id);
}

/** A channel account by its name, and its id on hovering. */
export function AccountLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  const text = <span title={id}>{name ?? id}</span>;
  return useMay("accounts.read") ? <Link to={`/accounts/${id}`}>{text}</Link> : text;
}

/** Names with what they are, in as many columns as there is room for; text of others is only ever text. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Descriptions
      bordered
      size="small"
      styles={{ label: { whiteSpace: "nowrap" } }}
      column={{ xs: 1, sm: 1, md: 2, lg: 3, xl: 3, xxl: 3 }}
      items={facts.map(([label, value]) => ({
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

export function Metadata({ of }: { readonly of: Readonly<Record<string, string>> }) {
  const entries = Object.entries(of);
  if (entries.length === 0) return <span aria-hidden="true">—</span>;
  return entries.map(([name, value]) => (
    <div key={name}>
      <code>{name}</code> <bdi>{value}</bdi>
    </div>
  ));
}
