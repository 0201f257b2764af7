import type { CircuitView } from "@compose-pay/contracts";
import { Space } from "antd";
import { useWords } from "../shell/words.ts";
import { ForeignLine } from "../show/foreign-text.tsx";
import { StateTag, type Tone } from "../show/state-tag.tsx";
import { When } from "../show/when.tsx";
import { breakerWords } from "./breaker-words.ts";

const tones: Readonly<Record<CircuitView["state"], Tone>> = {
  closed: "good",
  open: "bad",
  half_open: "warning",
  forced_open: "bad",
  forced_closed: "warning",
  unknown: "plain",
};

/** One circuit: what holds, since when, why, and until when where an operator has said so. */
export function CircuitLine({ circuit }: { readonly circuit: CircuitView }) {
  const words = useWords(breakerWords);
  const { state, since, reason, ordered_by: orderedBy, until } = circuit;
  const isOrdered = orderedBy !== null;
  return (
    <Space wrap size="small">
      <span>{words.classes[circuit.class]}</span>
      <StateTag tone={tones[state]}>{words.states[state]}</StateTag>
      {since === null ? null : (
        <span>
          {words.since} <When at={since} />
        </span>
      )}
      {isOrdered ? <OrderEnd until={until} /> : null}
      {isOrdered ? <ForeignLine text={orderedBy} /> : null}
      {reason === null ? null : <ForeignLine text={reason} />}
    </Space>
  );
}

/** When an order is over by itself. */
export function OrderEnd({ until }: { readonly until: string | null }) {
  const words = useWords(breakerWords);
  if (until === null) return <span>{words.noEnd}</span>;
  return (
    <span>
      {words.until} <When at={until} />
    </span>
  );
}
