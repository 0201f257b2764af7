import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem } from "../api/console-problem.ts";
import { mayReadAgain } from "../api/may-read-again.ts";
import { endSessionIn, sessionKey } from "../session/session-cache.ts";

/** Answers are taken as new for so long when a page is opened again. */
const freshMs = 5_000;

/** The cache of answers. What fails because of the session changes what is known of it, wherever it failed. */
export function createQueries(): QueryClient {
  const onError = (error: unknown) => {
    if (isProblem(error, "not_signed_in")) endSessionIn(queries);
    // The password was reset, a role given, or another tab has signed in.
    if (isProblem(error, "set_up_required") || isProblem(error, "request_forged"))
      void queries.invalidateQueries({ queryKey: sessionKey });
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The hub may be on a network that the browser takes for none.
      queries: { retry: mayReadAgain, staleTime: freshMs, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return queries;
}
