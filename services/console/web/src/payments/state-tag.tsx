import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { stateWords } from "./state-words.ts";

/** Colours only support the word. */
const colours: Readonly<Record<string, string>> = {
  succeeded: "success",
  approved: "success",
  failed: "error",
  abnormal: "error",
  rejected: "error",
  processing: "processing",
  submitted: "warning",
  requires_action: "processing",
  pending: "processing",
  waiting: "warning",
};

type Of = "payment" | "attempt" | "refund" | "request";

/** A state in a word, and in a colour beside it. */
export function StateTag({ of, state }: { readonly of: Of; readonly state: string }) {
  const words: Readonly<Record<string, string>> = useWords(stateWords)[of];
  return <Tag color={colours[state] ?? "default"}>{words[state] ?? state}</Tag>;
}
