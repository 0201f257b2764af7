import { useWords } from "../shell/words.ts";
import { jobKindWords } from "./job-words.ts";

interface TitledJob {
  readonly kind: string;
  readonly subject: string | null;
  /** Where it is known. */
  readonly subject_name?: string | null;
}

/** What a job is called: by its kind's word, and what it is about. */
export function useJobTitle(): (job: TitledJob) => string {
  const kinds: Readonly<Record<string, string>> = useWords(jobKindWords);
  return ({ kind, subject, subject_name: name }) => {
    const word = kinds[kind] ?? kind;
    return subject === null ? word : `${word} · ${name ?? subject}`;
  };
}
