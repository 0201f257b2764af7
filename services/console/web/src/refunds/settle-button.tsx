import type { RefundDetailView } from "@compose-pay/contracts";
import { Alert, Radio } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { CardFields, noCard, payoutTo } from "./card-fields.tsx";
import { settleWords } from "./settle-words.ts";
import { useSettledWords } from "./use-settled-words.ts";

/** Tells the channel where the money of an abnormal refund goes; a card is forgotten as soon as it was sent. */
export function SettleButton({ shown }: { readonly shown: RefundDetailView }) {
  const words = useWords(settleWords);
  const wordsOf = useSettledWords();
  const [to, setTo] = useState<"merchant" | "customer_card">("merchant");
  const [card, setCard] = useState(noCard);
  const payout = to === "merchant" ? { to } : payoutTo(card);
  return (
    <ActButton
      title={words.settle}
      question={words.settleWhat}
      mutation={useAct("refunds.settle", ["refunds.show", "refunds.list", "refund_requests.list"])}
      input={payout === null ? null : { id: shown.refund.id, payout }}
      onOpen={() => setCard(noCard)}
      done={(settled) => {
        setCard(noCard);
        return wordsOf(settled);
      }}
      button={{ danger: true }}
    >
      <Radio.Group
        value={to}
        onChange={(event) => setTo(event.target.value === "merchant" ? "merchant" : "customer_card")}
        options={[
          { value: "merchant", label: words.toMerchant },
          { value: "customer_card", label: words.toCard },
        ]}
        style={{ margin: "16px 0" }}
      />
      {to === "merchant" ? null : (
        <>
          {shown.card_needs_second ? <Alert type="info" showIcon title={words.needsSecond} /> : null}
          <CardFields id="settle" card={card} onChange={setCard} />
        </>
      )}
    </ActButton>
  );
}
