import type { ConsoleInput } from "@compose-pay/contracts";
import { Form, Input } from "antd";
import { useWords } from "../shell/words.ts";
import { settleWords } from "./settle-words.ts";

/** A card as it is being entered. */
export interface EnteredCard {
  readonly bank_type: string;
  readonly bank_account: string;
  readonly real_name: string;
}

export const noCard: EnteredCard = { bank_type: "", bank_account: "", real_name: "" };

type CardPayout = ConsoleInput<"settle_requests.approve">["payout"];

/** @returns null while something is missing or is no card */
export function payoutTo(card: EnteredCard): CardPayout | null {
  const isCard =
    /^[A-Z0-9_]{1,32}$/.test(card.bank_type) &&
    /^\d{6,32}$/.test(card.bank_account) &&
    card.real_name.trim() !== "";
  return isCard ? { to: "customer_card", ...card } : null;
}

/** @param id begins the ids of the fields, since several forms may be on one page */
export function CardFields({
  id,
  card,
  onChange,
}: {
  readonly id: string;
  readonly card: EnteredCard;
  readonly onChange: (card: EnteredCard) => void;
}) {
  const words = useWords(settleWords);
  const fields = [
    ["bank_type", words.bank],
    ["bank_account", words.cardNumber],
    ["real_name", words.realName],
  ] as const;
  return (
    <Form layout="vertical" component="div" style={{ marginTop: 16 }}>
      {fields.map(([name, label]) => (
        <Form.Item key={name} label={label} htmlFor={`${id}-${name}`}>
          <Input
            id={`${id}-${name}`}
            value={card[name]}
            autoComplete="off"
            maxLength={64}
            onChange={(event) => onChange({ ...card, [name]: event.target.value })}
          />
        </Form.Item>
      ))}
      <p>{words.cardNote}</p>
    </Form>
  );
}
