import type { RefundRequestView } from "@compose-pay/contracts";
import { useState } from "react";
import type { ReadName } from "../api/call.ts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Amount } from "../show/amount.tsx";
import { CardFields, noCard, payoutTo } from "./card-fields.tsx";
import { requestWords } from "./request-words.ts";
import { settleWords } from "./settle-words.ts";
import { useSettledWords } from "./use-settled-words.ts";

/** What is old once a request is decided. */
export const changedByDecision: readonly ReadName[] = [
  "refund_requests.list",
  "refunds.list",
  "refunds.show",
  "payments.show",
];

interface OfRequest {
  readonly request: RefundRequestView;
}

/** The second person agrees to a refund. */
export function ApproveRefund({ request }: OfRequest) {
  const words = useWords(requestWords);
  return (
    <ActButton
      title={words.approve}
      question={<Question request={request} what={words.approveWhat} />}
      mutation={useAct("refund_requests.approve", changedByDecision)}
      input={{ id: request.id }}
      done={() => words.approved}
      button={{ type: "primary", size: "small" }}
    />
  );
}

/** The second person enters where the money of an abnormal refund goes once more. */
export function ApproveSettle({ request }: OfRequest) {
  const words = useWords(settleWords);
  const wordsOf = useSettledWords();
  const [card, setCard] = useState(noCard);
  const payout = payoutTo(card);
  return (
    <ActButton
      title={words.approve}
      question={<Question request={request} what={`${words.approveWhat}${words.triesNote}`} />}
      mutation={useAct("settle_requests.approve", changedByDecision)}
      input={payout === null ? null : { id: request.id, payout }}
      onOpen={() => setCard(noCard)}
      done={(settled) => {
        setCard(noCard);
        return wordsOf(settled);
      }}
      button={{ type: "primary", size: "small" }}
    >
      <CardFields id={`approve-${request.id}`} card={card} onChange={setCard} />
    </ActButton>
  );
}

function Question({ request, what }: OfRequest & { readonly what: string }) {
  return (
    <>
      <p>
        <strong>
          <Amount fen={request.amount} />
        </strong>{" "}
        <bdi>{request.reason}</bdi>
      </p>
      <p>{what}</p>
    </>
  );
}
