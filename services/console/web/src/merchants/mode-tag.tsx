import { useWords } from "../shell/words.ts";
import { StateTag } from "../show/state-tag.tsx";
import { accessWords } from "./access-words.ts";

/** Whether real money moves. */
export function ModeTag({ live }: { readonly live: boolean }) {
  const words = useWords(accessWords);
  return live ? (
    <StateTag tone="waits">{words.live}</StateTag>
  ) : (
    <StateTag tone="plain">{words.test}</StateTag>
  );
}
