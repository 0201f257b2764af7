import { useWords } from "../shell/words.ts";
import { StateTag, type Tone } from "./state-tag.tsx";
import { stateWords } from "./state-words.ts";

const tones: Readonly<Record<string, Tone>> = {
  succeeded: "good",
  approved: "good",
  failed: "bad",
  abnormal: "bad",
  rejected: "bad",
  submitted: "warning",
  waiting: "warning",
  processing: "waits",
  requires_action: "waits",
  pending: "waits",
};

type Of = "payment" | "attempt" | "refund" | "request";

/** A state of what moves money in a word, and in a tone beside it. */
export function WordedState({ of, state }: { readonly of: Of; readonly state: string }) {
  const words: Readonly<Record<string, string>> = useWords(stateWords)[of];
  return <StateTag tone={tones[state] ?? "plain"}>{words[state] ?? state}</StateTag>;
}
