import type { SessionState } from "@compose-pay/contracts";
import { type QueryClient, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { csrf, read } from "../api/call.ts";
import { isProblem } from "../api/console-problem.ts";

/** That of `useRead("session.show", {})`. */
export const sessionKey = ["session.show", {}];

/** Who is signed in in this browser; null when nobody is. Read again whenever somebody comes back to the page. */
export function useSessionState(): UseQueryResult<SessionState | null> {
  const queries = useQueryClient();
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      const session = await readSession(signal);
      if (session === null) endSessionIn(queries);
      else prepare(queries, session);
      return session;
    },
    refetchOnWindowFocus: "always",
  });
}

/** Puts in what an act has answered of the session; null when it has ended. */
export function useKeepSession(): (session: SessionState | null) => void {
  const queries = useQueryClient();
  return (session) => keepSessionIn(queries, session);
}

function keepSessionIn(queries: QueryClient, session: SessionState | null): void {
  prepare(queries, session);
  queries.setQueryData(sessionKey, session);
}

const endedKey = ["session.ended"];

/** Nobody is signed in any more, and did not ask for it: the session is over or was revoked. */
export function endSessionIn(queries: QueryClient): void {
  const before = queries.getQueryData<SessionState | null>(sessionKey) ?? null;
  keepSessionIn(queries, null);
  if (before !== null) queries.setQueryData(endedKey, true);
}

/** Whether the session of this page has ended by itself, and nobody has signed in since. */
export function useHasSessionEnded(): boolean {
  const { data } = useQuery({
    queryKey: endedKey,
    queryFn: () => false,
    enabled: false,
    initialData: false,
    gcTime: Infinity,
  });
  return data;
}

async function readSession(signal: AbortSignal): Promise<SessionState | null> {
  try {
    return await read("session.show", {}, { signal });
  } catch (error) {
    if (isProblem(error, "not_signed_in")) return null;
    throw error;
  }
}

/** What somebody else has read is nothing for who is signed in now. */
function prepare(queries: QueryClient, session: SessionState | null): void {
  csrf.token = session?.csrf_token ?? "";
  const before = queries.getQueryData<SessionState | null>(sessionKey);
  if (before === undefined || before?.operator.id === session?.operator.id) return;
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
}
