import type { Recorded } from "@compose-pay/application";
import type { Answer, CreatedOrder } from "@compose-pay/channels";
import type { PaymentView } from "@compose-pay/database";
import { askToCreate } from "./ask-channel.ts";
import { lookAgainAfter } from "./look-again.ts";
import { factOf, recordAnswer } from "./record-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * Makes the order at the channel, for an attempt that is marked as submitted. Repeating it under the same
 * number is safe: a channel makes no second order of the same parameters.
 *
 * @returns what was recorded, or null when the outcome is unknown and a query will tell
 */
export async function placeOrder(
  deps: WorkDeps,
  view: PaymentView,
  traceId: string,
): Promise<Recorded | null> {
  const answer = await askToCreate(deps, view);
  return answer === null ? null : recordCreated(deps, view, { answer, traceId });
}

async function recordCreated(
  deps: WorkDeps,
  view: PaymentView,
  { answer, traceId }: { readonly answer: Answer<CreatedOrder>; readonly traceId: string },
): Promise<Recorded | null> {
  switch (answer.kind) {
    case "ok": {
      const created = answer.value;
      if (created.state !== "waiting") {
        const fact = factOf(created);
        return fact === null ? null : recordAnswer(deps, view, { fact, answer, traceId });
      }
      const { nextAction } = created;
      return recordAnswer(deps, view, { fact: { type: "accepted" }, answer, traceId, nextAction });
    }
    case "declined": {
      const fact = { type: "declined", failure: answer.failure } as const;
      return recordAnswer(deps, view, { fact, answer, traceId });
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      await lookAgainAfter(deps, view.attempt, { answer, traceId });
      return null;
  }
}
