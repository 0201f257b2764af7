import type { UseQueryResult } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "./problem-alert.tsx";
import { showWords } from "./show-words.ts";

/** One object once it is there. It says when it is loading and when it failed; what is old stays while it is read again. */
export function Loaded<Answer>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}) {
  const words = useWords(showWords);
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? (
      <ProblemAlert error={query.error} onRetry={retry} />
    ) : (
      <section aria-label={words.loading} aria-busy>
        <Skeleton active />
      </section>
    );
  }
  return (
    <>
      {query.isError ? <ProblemAlert error={query.error} onRetry={retry} /> : null}
      {children(query.data)}
    </>
  );
}
