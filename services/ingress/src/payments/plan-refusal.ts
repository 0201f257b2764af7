import type { PlanRefusal } from "@compose-pay/application";
import { type Answer, problem, retryAfter } from "@compose-pay/http";

/** What the app may not do, or no account can do now. Nothing was stored. */
export function planRefusal(
  refused: PlanRefusal | { readonly kind: "unavailable" },
  { tryAgainSeconds }: { readonly tryAgainSeconds: number },
): Answer {
  if (refused.kind === "unavailable") {
    const detail = "no channel can serve this method at present; nothing was stored";
    return problem("channel_unavailable", detail, { ...retryAfter(tryAgainSeconds) });
  }
  const { code, detail } = refused;
  const answer = problem(code, detail);
  switch (code) {
    case "method_not_enabled":
      return answer;
    case "amount_out_of_range":
      return { ...answer, errors: [{ path: "amount", message: detail.replace(/^amount /, "") }] };
  }
}
