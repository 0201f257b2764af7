import type { TimelineEntry } from "@compose-pay/contracts";
import { Alert, Button, Typography } from "antd";
import { useState } from "react";
import { useWords } from "../shell/words.ts";
import { codeWords } from "../show/code-words.ts";
import { spanWords } from "../show/span-text.ts";
import { visibleText } from "../show/visible-text.ts";
import { paymentWords } from "./payment-words.ts";
import { stateWords } from "../show/state-words.ts";
import { type GroupAbout, timelineGroups } from "./timeline-groups.ts";
import { accountOf, amountOf, methodOf, refundKindOf, type Telling, textOf } from "./timeline-line.ts";
import { TimelineStep } from "./timeline-step.tsx";
import { timelineWords } from "./timeline-words.ts";

/** How many entries are shown at first: of a long timeline the newest. */
const shownAtOnce = 200;

const noNames: ReadonlyMap<string, string> = new Map();

/** Everything that happened, oldest first, in stretches about one attempt, one refund or the merchant. */
export function PaymentTimeline({
  entries,
  cutOff,
  accounts = noNames,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly cutOff: readonly string[];
  /** Names of channel accounts by their ids. */
  readonly accounts?: ReadonlyMap<string, string>;
}) {
  const words = useWords(paymentWords);
  const telling = useTelling(accounts);
  const [most, setMost] = useState(shownAtOnce);
  const hidden = Math.max(0, entries.length - most);
  const groups = timelineGroups(entries, hidden);
  const startedAt = entries[0]?.at ?? "";
  const left = cutOff.map((kind) => telling.words.cutOff[kind] ?? kind).join(", ");
  return (
    <section aria-label={words.timeline}>
      <Typography.Title level={3}>{words.timeline}</Typography.Title>
      {left === "" ? null : (
        <Alert type="warning" showIcon title={words.cutOff(left)} style={{ marginBottom: 16 }} />
      )}
      {hidden === 0 ? null : (
        <Button onClick={() => setMost(most + shownAtOnce)} style={{ marginBottom: 16 }}>
          {words.earlier(String(Math.min(hidden, shownAtOnce)))}
        </Button>
      )}
      {groups.length === 0 ? <p>{words.timelineEmpty}</p> : null}
      {groups.map(({ about, isContinued, steps }, index) => (
        <section key={index} className={`timeline-group timeline-of-${about.kind}`}>
          <Typography.Title level={4} style={{ fontSize: 14, margin: 0 }}>
            {visibleText(titleOf(about, entries, telling))}
            {isContinued ? telling.words.group.continued : ""}
          </Typography.Title>
          <ol className="timeline-steps">
            {steps.map((step, nth) => (
              <TimelineStep key={nth} step={step} telling={telling} startedAt={startedAt} />
            ))}
          </ol>
        </section>
      ))}
    </section>
  );
}

function useTelling(accounts: ReadonlyMap<string, string>): Telling {
  return {
    words: useWords(timelineWords),
    states: useWords(stateWords),
    codeOf: useWords(codeWords).of,
    spanOf: useWords(spanWords).of,
    accounts,
  };
}

function titleOf(about: GroupAbout, entries: readonly TimelineEntry[], telling: Telling): string {
  const { group } = telling.words;
  if (about.kind === "order" || about.kind === "merchant") return group[about.kind];
  const made = entries.find(({ kind, subject }) => kind === about.kind && subject === about.id);
  const details = made?.details ?? {};
  if (about.kind === "attempt")
    return group.attempt(about.number, methodOf(details, telling), accountOf(details, telling));
  const number = textOf(details, "refund_no") || refundKindOf(details, telling);
  return group.refund(number, amountOf(details));
}
