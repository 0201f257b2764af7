import { Flex, Skeleton, Typography } from "antd";
import { Link, useParams } from "react-router";
import type { PaymentDetailView } from "@compose-pay/contracts";
import { useRead } from "../api/use-read.ts";
import { RefundTable } from "../refunds/refund-table.tsx";
import { RequestTable } from "../refunds/request-table.tsx";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { AttemptsTable } from "./attempts-table.tsx";
import { PaymentActs } from "./payment-acts.tsx";
import { PaymentFacts } from "./payment-facts.tsx";
import { PaymentTimeline } from "./payment-timeline.tsx";
import { paymentWords } from "./payment-words.ts";

const lookAgainMs = 5_000;

/** Everything about one payment on one screen. */
export function PaymentPage() {
  const { id = "" } = useParams();
  const words = useWords(paymentWords);
  const shown = useRead("payments.show", { id }, { everyMs: lookAgainMs });
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={2} style={{ margin: 0, overflowWrap: "anywhere" }}>
          {words.payment} {shown.data?.payment.order_no ?? ""}
        </Typography.Title>
        <Link to="/payments">{words.back}</Link>
      </Flex>
      {shown.isError ? <ProblemAlert error={shown.error} onRetry={() => void shown.refetch()} /> : null}
      {shown.isPending ? <Skeleton active /> : null}
      {shown.data === undefined ? null : <Shown shown={shown.data} />}
    </Flex>
  );
}

function Shown({ shown }: { readonly shown: PaymentDetailView }) {
  const words = useWords(paymentWords);
  const maySeeRefunds = useMay("refunds.read");
  return (
    <>
      <PaymentActs shown={shown} />
      <PaymentFacts payment={shown.payment} />
      <AttemptsTable attempts={shown.attempts} />
      <section aria-label={words.refunds}>
        <Typography.Title level={3}>{words.refunds}</Typography.Title>
        {shown.refunds.length === 0 ? (
          <p>{words.noRefunds}</p>
        ) : (
          <RefundTable refunds={shown.refunds} isLinked={maySeeRefunds} />
        )}
      </section>
      {shown.refund_requests.length === 0 ? null : (
        <section aria-label={words.refundRequests}>
          <Typography.Title level={3}>{words.refundRequests}</Typography.Title>
          <RequestTable requests={shown.refund_requests} />
        </section>
      )}
      <PaymentTimeline
        entries={shown.timeline}
        cutOff={shown.cut_off}
        accounts={accountNamesOf(shown.attempts)}
      />
    </>
  );
}

function accountNamesOf(attempts: PaymentDetailView["attempts"]): ReadonlyMap<string, string> {
  return new Map(attempts.map(({ account_id: id, account_name: name }) => [id, name ?? id]));
}
