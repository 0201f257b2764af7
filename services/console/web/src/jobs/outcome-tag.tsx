import type { JobRunHeadView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { outcomeWords } from "./job-words.ts";

const looks = {
  running: { sign: "▶", color: "processing" },
  succeeded: { sign: "✓", color: "success" },
  failed: { sign: "✕", color: "error" },
  lost: { sign: "?", color: "error" },
  overrun: { sign: "⏱", color: "warning" },
  given_back: { sign: "↩", color: "default" },
} as const;

/** How a run ended: a sign, a word, and a colour besides. */
export function OutcomeTag({ outcome }: Pick<JobRunHeadView, "outcome">) {
  const words = useWords(outcomeWords);
  const { sign, color } = looks[outcome];
  return (
    <Tag color={color}>
      <span aria-hidden="true">{sign} </span>
      {words[outcome]}
    </Tag>
  );
}
