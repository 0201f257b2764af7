import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { CodeWord } from "../show/code-word.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { When } from "../show/when.tsx";
import { discrepancyWords } from "./discrepancy-words.ts";

const amounts: ReadonlySet<string> = new Set(["amount", "fee", "before", "after"]);
const times: ReadonlySet<string> = new Set(["occurred_at", "at"]);
/** Whose values are codes. */
const coded: ReadonlySet<string> = new Set([
  "kind",
  "state",
  "cause",
  "reason",
  "failure",
  "said",
  "effect",
  "subject",
  "state_before",
  "from",
  "to",
]);

/** A member of the evidence or of what was done, as its name says that it is read. */
export function SaidValue({
  name,
  value,
}: {
  readonly name: string;
  readonly value: string | number | boolean | null | undefined;
}) {
  const words = useWords(discrepancyWords);
  if (value === undefined || value === null) return <span aria-hidden="true">—</span>;
  if (typeof value === "boolean") return <>{value ? words.yes : words.no}</>;
  if (typeof value === "number") return amounts.has(name) ? <Amount fen={value} /> : <>{value}</>;
  if (times.has(name) && !Number.isNaN(Date.parse(value))) return <When at={value} />;
  if (coded.has(name)) return <CodeWord code={value} />;
  return <ForeignLine text={value} />;
}
