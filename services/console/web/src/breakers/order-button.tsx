import type { BreakerRow, CircuitOrderMode, ConsoleInput } from "@compose-pay/contracts";
import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { breakerWords } from "./breaker-words.ts";

const minutes = { m15: 15, h1: 60, h4: 240, h12: 720, h24: 1_440 };
type Lasting = keyof typeof minutes;
const classes = ["create", "query", "refund", "bill", "all"] as const;
const longestReason = 255;

interface Wish {
  readonly class: (typeof classes)[number];
  readonly mode: CircuitOrderMode;
  readonly lasting: Lasting;
  readonly reason: string;
}

const first: Wish = { class: "create", mode: "open", lasting: "m15", reason: "" };

/** Says what shall hold for circuits of an account. */
export function OrderButton({ account }: { readonly account: BreakerRow }) {
  const words = useWords(breakerWords);
  const [wish, setWish] = useState(first);
  const order = useAct("breakers.order", ["breakers.list", "breakers.orders"]);
  return (
    <ActButton
      title={words.order}
      question={words.orderQuestion}
      mutation={order}
      input={inputOf(account, wish)}
      done={() => {
        setWish(first);
        return words.done;
      }}
      button={{ size: "small" }}
    >
      <WishFields id={account.account_id} wish={wish} onChange={setWish} />
    </ActButton>
  );
}

/** Null before there is a reason. */
function inputOf(
  { account_id }: BreakerRow,
  { class: operationClass, mode, lasting, reason }: Wish,
): ConsoleInput<"breakers.order"> | null {
  const why = reason.trim();
  if (why === "") return null;
  const place = { account_id, class: operationClass, reason: why };
  return mode === "auto" ? { ...place, mode } : { ...place, mode, for_minutes: minutes[lasting] };
}

function WishFields({
  id,
  wish,
  onChange,
}: {
  readonly id: string;
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
}) {
  const words = useWords(breakerWords);
  return (
    <Form layout="vertical">
      <Form.Item label={words.class}>
        <Select<Wish["class"]>
          aria-label={words.class}
          value={wish.class}
          options={classes.map((value) => ({ value, label: words.classes[value] }))}
          onChange={(value) => onChange({ ...wish, class: value })}
        />
      </Form.Item>
      <Form.Item label={words.mode}>
        <ModeChoice mode={wish.mode} onChange={(mode) => onChange({ ...wish, mode })} />
      </Form.Item>
      {wish.mode === "auto" ? null : (
        <Form.Item label={words.forHowLong}>
          <Select<Lasting>
            aria-label={words.forHowLong}
            value={wish.lasting}
            options={(["m15", "h1", "h4", "h12", "h24"] as const).map((value) => ({
              value,
              label: words.lasts[value],
            }))}
            onChange={(lasting) => onChange({ ...wish, lasting })}
          />
        </Form.Item>
      )}
      <Form.Item label={words.reason} required htmlFor={`reason-${id}`}>
        <Input
          id={`reason-${id}`}
          value={wish.reason}
          maxLength={longestReason}
          onChange={(event) => onChange({ ...wish, reason: event.target.value })}
        />
      </Form.Item>
    </Form>
  );
}

function ModeChoice({
  mode,
  onChange,
}: {
  readonly mode: CircuitOrderMode;
  readonly onChange: (mode: CircuitOrderMode) => void;
}) {
  const words = useWords(breakerWords);
  return (
    <Radio.Group
      aria-label={words.mode}
      value={mode}
      options={(["open", "closed", "auto"] as const).map((value) => ({ value, label: words.orders[value] }))}
      // because antd says of the event's value that it may be anything, and it is one of the options
      onChange={(event) => onChange(event.target.value as CircuitOrderMode)}
    />
  );
}
