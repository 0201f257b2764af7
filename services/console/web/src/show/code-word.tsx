import { useWords } from "../shell/words.ts";
import { codeWords } from "./code-words.ts";
import { visibleText } from "./visible-text.ts";

/** A code in the words of people; the code itself, by which logs are searched, on hovering. */
export function CodeWord({ code }: { readonly code: string | null }) {
  const { of } = useWords(codeWords);
  if (code === null || code === "") return <span aria-hidden="true">—</span>;
  return (
    <bdi title={code} style={{ overflowWrap: "anywhere" }}>
      {visibleText(of(code))}
    </bdi>
  );
}
