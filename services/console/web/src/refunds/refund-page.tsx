import type { RefundDetailView } from "@compose-pay/contracts";
import { Flex, Skeleton, Space, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { Failure } from "../payments/attempts-table.tsx";
import { Metadata } from "../payments/payment-facts.tsx";
import { PaymentTimeline } from "../payments/payment-timeline.tsx";
import { WordedState } from "../show/worded-state.tsx";
import { stateWords } from "../show/state-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Amount } from "../show/amount.tsx";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { type Fact, Facts } from "../show/facts.tsx";
import { When } from "../show/when.tsx";
import { refundWords } from "./refund-words.ts";
import { RequestTable } from "./request-table.tsx";
import { SettleButton } from "./settle-button.tsx";

const ended: ReadonlySet<string> = new Set(["succeeded", "failed"]);

/** One refund with all that happened to it. */
export function RefundPage() {
  const { id = "" } = useParams();
  const words = useWords(refundWords);
  const shown = useRead("refunds.show", { id });
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={2} style={{ margin: 0, overflowWrap: "anywhere" }}>
          {words.refund} {id}
        </Typography.Title>
        <Link to="/refunds">{words.back}</Link>
      </Flex>
      {shown.isError ? <ProblemAlert error={shown.error} onRetry={() => void shown.refetch()} /> : null}
      {shown.isPending ? <Skeleton active /> : null}
      {shown.data === undefined ? null : (
        <>
          <RefundActs shown={shown.data} />
          <RefundFacts shown={shown.data} />
          {shown.data.requests.length === 0 ? null : (
            <section aria-label={words.requests}>
              <Typography.Title level={3}>{words.requests}</Typography.Title>
              <RequestTable requests={shown.data.requests} />
            </section>
          )}
          <PaymentTimeline entries={shown.data.timeline} cutOff={shown.data.cut_off} />
        </>
      )}
    </Flex>
  );
}

function RefundActs({ shown }: { readonly shown: RefundDetailView }) {
  const { refund } = shown;
  const words = useWords(refundWords);
  const mayAct = useMay("refunds.act");
  const maySettle = useMay("refunds.settle");
  const retry = useAct("refunds.retry", ["refunds.show", "refunds.list"]);
  if (ended.has(refund.state)) return null;
  return (
    <Space wrap>
      {mayAct ? (
        <ActButton
          title={words.retry}
          question={words.retryWhat}
          mutation={retry}
          input={{ id: refund.id }}
          done={() => words.retried}
        />
      ) : null}
      {maySettle && refund.state === "abnormal" ? <SettleButton shown={shown} /> : null}
    </Space>
  );
}

function RefundFacts({ shown }: { readonly shown: RefundDetailView }) {
  const words = useWords(refundWords);
  const states = useWords(stateWords);
  const { refund } = shown;
  const facts: readonly Fact[] = [
    { label: words.amount, value: <Amount fen={refund.amount} /> },
    { label: words.state, value: <WordedState of="refund" state={refund.state} /> },
    { label: words.kind, value: states.refundKind[refund.kind] },
    { label: words.payment, value: <Link to={`/payments/${refund.payment_id}`}>{shown.order_no}</Link> },
    { label: words.reason, value: refund.reason },
    { label: words.refundNo, value: refund.refund_no },
    { label: words.channelRefundNo, value: refund.channel_refund_no },
    { label: words.account, value: refund.account_id },
    { label: words.failure, value: <Failure of={refund.failure} /> },
    { label: words.tries, value: String(shown.tries_made) },
    { label: words.due, value: <When at={refund.due_at} /> },
    { label: words.created, value: <When at={refund.created_at} /> },
    { label: words.succeeded, value: <When at={refund.succeeded_at} /> },
    { label: words.metadata, value: <Metadata of={shown.metadata} /> },
  ];
  return <Facts facts={facts} isDense />;
}
