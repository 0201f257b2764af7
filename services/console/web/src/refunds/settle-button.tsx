import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { refundWords } from "./refund-words.ts";

const noCard = { bank_type: "", bank_account: "", real_name: "" };

/** Tells the channel where the money of an abnormal refund goes; a card is forgotten as soon as it was sent. */
export function SettleButton({ id }: { readonly id: string }) {
  const words = useWords(refundWords);
  const [to, setTo] = useState<"merchant" | "customer_card">("merchant");
  const [card, setCard] = useState(noCard);
  const isCard =
    /^[A-Z0-9_]{1,32}$/.test(card.bank_type) &&
    /^\d{6,32}$/.test(card.bank_account) &&
    card.real_name.trim() !== "";
  const payout = to === "merchant" ? { to } : isCard ? { to, ...card } : null;
  const fields = [
    ["bank_type", words.bank],
    ["bank_account", words.cardNumber],
    ["real_name", words.realName],
  ] as const;
  return (
    <ActButton
      title={words.settle}
      question={words.settleWhat}
      mutation={useAct("refunds.settle", ["refunds.show", "refunds.list"])}
      input={payout === null ? null : { id, payout }}
      done={({ outcome }) => {
        setCard(noCard);
        return outcome === "taken" ? words.settled : words.unanswered;
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
        <Form layout="vertical" component="div">
          {fields.map(([name, label]) => (
            <Form.Item key={name} label={label} htmlFor={`settle-${name}`}>
              <Input
                id={`settle-${name}`}
                value={card[name]}
                autoComplete="off"
                maxLength={64}
                onChange={(event) => setCard({ ...card, [name]: event.target.value })}
              />
            </Form.Item>
          ))}
          <p>{words.cardNote}</p>
        </Form>
      )}
    </ActButton>
  );
}
