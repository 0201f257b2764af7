import { useWords } from "../shell/words.ts";
import { jobKindWords } from "./job-words.ts";

/** What a job is called: by its kind's word, and what it is about. */
export function useJobTitle(): (job: { readonly kind: string; readonly subject: string | null }) => string {
  const kinds: Readonly<Record<string, string>> = useWords(jobKindWords);
  return ({ kind, subject }) => {
    const word = kinds[kind] ?? kind;
    return subject === null ? word : `${word} · ${subject}`;
  };
}
