import type { UseQueryResult } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert.tsx";

/** What was read, once it is there; says when it is loading or has failed. */
export function Loaded<Data>({
  read,
  children,
}: {
  readonly read: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  const failure = read.isError ? (
    <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
  ) : null;
  if (read.data === undefined) return failure ?? <Skeleton active aria-busy />;
  return (
    <>
      {failure}
      {children(read.data)}
    </>
  );
}
