import type { CircuitView } from "@compose-pay/contracts";
import { Space, Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { ForeignLine } from "../show/foreign-text.tsx";
import { When } from "../show/when.tsx";
import { breakerWords } from "./breaker-words.ts";

const colours: Readonly<Record<CircuitView["state"], string>> = {
  closed: "green",
  open: "red",
  half_open: "gold",
  forced_open: "red",
  forced_closed: "orange",
  unknown: "default",
};

/** One circuit: what holds, since when, why, and until when where an operator has said so. */
export function CircuitLine({ circuit }: { readonly circuit: CircuitView }) {
  const words = useWords(breakerWords);
  const { state, since, reason, ordered_by: orderedBy, until } = circuit;
  const isOrdered = orderedBy !== null;
  return (
    <Space wrap size="small">
      <span>{words.classes[circuit.class]}</span>
      <Tag color={colours[state]}>{words.states[state]}</Tag>
      {since === null ? null : (
        <span>
          {words.since} <When at={since} />
        </span>
      )}
      {isOrdered ? <span>{until === null ? words.noEnd : words.until}</span> : null}
      {isOrdered && until !== null ? <When at={until} /> : null}
      {isOrdered ? <ForeignLine text={orderedBy} /> : null}
      {reason === null ? null : <ForeignLine text={reason} />}
    </Space>
  );
}
