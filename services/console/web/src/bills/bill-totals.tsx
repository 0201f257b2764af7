import type { BillView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { billWords } from "./bill-words.ts";

const money: ReadonlySet<string> = new Set([
  "payment_amount",
  "refund_amount",
  "fees",
  "income_amount",
  "expense_amount",
]);

/** The sums of a bill, or why it cannot be read. */
export function BillTotals({ bill: { fault, totals } }: { readonly bill: BillView }) {
  const words = useWords(billWords);
  const names: Readonly<Record<string, string>> = words.totals;
  if (fault !== null)
    return (
      <>
        {words.fault}: <code style={{ overflowWrap: "anywhere" }}>{fault}</code>
      </>
    );
  return Object.entries(totals)
    .filter(([name]) => name !== "lines")
    .map(([name, value]) => (
      <div key={name}>
        {names[name] ?? name} {money.has(name) ? <Amount fen={value} /> : value}
      </div>
    ));
}
