import type { TimelineEntry } from "@compose-pay/contracts";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSession } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ForeignLine, ForeignText } from "../show/foreign-text.tsx";
import { When } from "../show/when.tsx";
import { timelineDetailWords } from "./timeline-detail-words.ts";
import { accountOf, methodOf, refundKindOf, type Telling } from "./timeline-line.ts";
import { placeOfMember } from "./timeline-links.ts";

interface Of {
  readonly entry: TimelineEntry;
  readonly telling: Telling;
}

/** All that is known of an entry, under words; calls to channels have nothing secret in them, their bodies are not kept. */
export function TimelineDetails({ entry, telling }: Of) {
  const names: Readonly<Record<string, string>> = useWords(timelineDetailWords);
  const members = Object.entries({ ...entry.details, subject: entry.subject, trace_id: entry.trace_id });
  return (
    <dl style={{ display: "grid", gridTemplateColumns: "max-content 1fr", gap: "2px 12px", margin: "4px 0" }}>
      {members.map(([name, value]) =>
        value === null || value === "" ? null : (
          <Member key={name} label={names[name] ?? name}>
            <Value name={name} value={value} of={{ entry, telling }} />
          </Member>
        ),
      )}
    </dl>
  );
}

function Member({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt style={{ color: "#566072" }}>{label}</dt>
      <dd style={{ margin: 0, minWidth: 0 }}>{children}</dd>
    </>
  );
}

/** Whose values are codes; a refund's reason is its merchant's text. */
const coded: ReadonlySet<string> = new Set([
  "of",
  "from",
  "to",
  "cause",
  "type",
  "state",
  "resolution",
  "operation",
  "outcome",
  "detail",
  "verdict",
  "trigger",
  "error",
  "endpoint_id",
]);

function Value({
  name,
  value,
  of: { entry, telling },
}: {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly of: Of;
}) {
  const { permissions } = useSession().operator;
  const { words, codeOf, spanOf } = telling;
  if (typeof value === "boolean") return <>{value ? words.yes : words.no}</>;
  if (typeof value === "number") {
    if (name === "amount") return <Amount fen={value} />;
    return <>{name === "duration_ms" ? spanOf(value) : value}</>;
  }
  if (name.endsWith("_at")) return <When at={value} />;
  if (name === "answer") return <ForeignText text={value} label={name} />;
  if (name === "method") return <>{methodOf(entry.details, telling)}</>;
  if (name === "kind") return <>{refundKindOf(entry.details, telling)}</>;
  const place = placeOfMember(name, value, permissions);
  if (place !== null)
    return <Link to={place}>{name === "account_id" ? accountOf(entry.details, telling) : value}</Link>;
  const isCode = coded.has(name) || (name === "reason" && entry.kind === "notification");
  return isCode ? <Coded code={value} word={codeOf(value)} /> : <ForeignLine text={value} />;
}

/** The word, and the code by which logs are searched. */
function Coded({ code, word }: { readonly code: string; readonly word: string }) {
  if (code === word) return <ForeignLine text={code} />;
  return (
    <>
      {word} <code>{code}</code>
    </>
  );
}
