import { rejectRefundRequest, type RefundRequestEnd, withdrawRefundRequest } from "@compose-pay/application";
import type { ConsoleParsed, RefundRequestView } from "@compose-pay/contracts";
import { done, type Handlers, noSuch, type Outcome, refused, type Refused } from "../api/handler.ts";
import type { CurrentSession } from "../access/current-session.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { findRefundRequestView } from "./refund-views.ts";

type EndingRoutes = "refund_requests.reject" | "refund_requests.withdraw" | "settle_requests.withdraw";

/** How requests end of which nothing comes. */
export function endedRequestHandlers(deps: ConsoleDeps): Pick<Handlers, EndingRoutes> {
  const withdraw = async (
    kind: "refund" | "settle",
    { id, reason }: ConsoleParsed<"refund_requests.withdraw">,
    { operator }: CurrentSession,
  ) =>
    outcomeOf(
      deps,
      await withdrawRefundRequest(deps, { id, kind, reason: reason ?? null, operatorId: operator.id }),
    );
  return {
    "refund_requests.reject": async ({ input: { id, reason }, session: { operator } }) =>
      outcomeOf(deps, await rejectRefundRequest(deps, { id, reason, operatorId: operator.id })),
    "refund_requests.withdraw": ({ input, session }) => withdraw("refund", input, session),
    "settle_requests.withdraw": ({ input, session }) => withdraw("settle", input, session),
  };
}

async function outcomeOf(
  { database }: Pick<ConsoleDeps, "database">,
  end: RefundRequestEnd | { readonly kind: "not_own" },
): Promise<Outcome<RefundRequestView>> {
  switch (end.kind) {
    case "ended": {
      const request = await findRefundRequestView(database.connection, end.request);
      return done(request, { before: { state: "waiting" }, after: request });
    }
    case "already_decided":
      return alreadyDecided();
    case "not_own":
      return refused("not_permitted", "only who has asked for it can withdraw it; others reject it");
    case "request_unknown":
      return noSuch("request");
  }
}

export function alreadyDecided(): Refused {
  return refused("conflict", "somebody has decided on it already");
}

export function requesterDisabled(): Refused {
  return refused("conflict", "who has asked for it may not do so any more; it can be rejected alone");
}
