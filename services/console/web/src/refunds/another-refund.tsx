import type { PaymentDetailView } from "@compose-pay/contracts";
import { Checkbox } from "antd";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { lastOfAmount } from "./last-of-amount.ts";
import { refundWords } from "./refund-words.ts";

/** Asks whether one more refund of the same amount is meant, and when there was the last one. */
export function AnotherRefund({
  shown,
  amount,
  isAnother,
  onChange,
}: {
  readonly shown: PaymentDetailView;
  readonly amount: number | null;
  readonly isAnother: boolean;
  readonly onChange: (isAnother: boolean) => void;
}) {
  const words = useWords(refundWords);
  const at = amount === null ? null : lastOfAmount(shown, amount);
  return (
    <div style={{ marginBottom: 16 }}>
      <p>
        {words.repeated} {at === null ? null : <When at={at} />}
      </p>
      <Checkbox checked={isAnother} onChange={(event) => onChange(event.target.checked)}>
        {words.another}
      </Checkbox>
    </div>
  );
}
