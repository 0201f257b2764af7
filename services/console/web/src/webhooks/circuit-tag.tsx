import type { TargetHealthView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag, type Tone } from "../show/state-tag.tsx";
import { webhookWords } from "./webhook-words.ts";

const tones: Readonly<Record<TargetHealthView["circuit"], Tone>> = {
  closed: "good",
  probe: "warning",
  open: "bad",
};

/** How it goes at a target. */
export function CircuitTag({ circuit }: Pick<TargetHealthView, "circuit">) {
  const words = useWords(webhookWords);
  return <StateTag tone={tones[circuit]}>{words.circuit[circuit]}</StateTag>;
}
