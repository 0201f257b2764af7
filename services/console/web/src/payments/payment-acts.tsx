import type { PaymentDetailView } from "@compose-pay/contracts";
import { Space } from "antd";
import { useAct } from "../api/use-act.ts";
import { RefundButton } from "../refunds/refund-button.tsx";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { paymentWords } from "./payment-words.ts";

const settled: ReadonlySet<string> = new Set(["succeeded", "closed", "failed"]);

/** What can be done with a payment, of that what the operator may. */
export function PaymentActs({ shown }: { readonly shown: PaymentDetailView }) {
  const { payment, refundable } = shown;
  const mayAct = useMay("payments.act");
  const mayRefund = useMay("refunds.create");
  const maySend = useMay("webhooks.act");
  return (
    <Space wrap>
      {mayAct && payment.status !== "succeeded" ? <Ask id={payment.id} /> : null}
      {mayAct && !settled.has(payment.status) ? <Close id={payment.id} /> : null}
      {mayRefund && refundable > 0 ? <RefundButton shown={shown} /> : null}
      {maySend ? <Redeliver id={payment.id} /> : null}
    </Space>
  );
}

function Ask({ id }: { readonly id: string }) {
  const words = useWords(paymentWords);
  return (
    <ActButton
      title={words.ask}
      question={words.askWhat}
      mutation={useAct("payments.ask", ["payments.show"])}
      input={{ id }}
      done={() => words.asked}
    />
  );
}

function Close({ id }: { readonly id: string }) {
  const words = useWords(paymentWords);
  return (
    <ActButton
      title={words.close}
      question={words.closeWhat}
      mutation={useAct("payments.close", ["payments.show", "payments.list"])}
      input={{ id }}
      done={({ attempts }) => (attempts === 0 ? words.closedAlready : words.closeAsked)}
      button={{ danger: true }}
    />
  );
}

function Redeliver({ id }: { readonly id: string }) {
  const words = useWords(paymentWords);
  return (
    <ActButton
      title={words.redeliver}
      question={words.redeliverWhat}
      mutation={useAct("payments.redeliver", ["payments.show"])}
      input={{ id }}
      done={({ events, deliveries, busy }) =>
        words.redelivered(String(events), String(deliveries)) +
        (busy === 0 ? "" : words.redeliveredBusy(String(busy)))
      }
    />
  );
}
