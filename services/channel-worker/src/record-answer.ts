import type { Recorded } from "@compose-pay/application";
import type { Answer, NextAction, OrderState } from "@compose-pay/channels";
import type { Connection, PaymentView } from "@compose-pay/database";
import { type AttemptFact, isOpen } from "@compose-pay/domain";
import { journalRows } from "./journal-rows.ts";
import { lookAgainIn } from "./look-again.ts";
import type { WorkDeps } from "./work-deps.ts";

/** What an answer or a notification states about the attempt, or null when it states nothing final. */
export function factOf(state: OrderState): AttemptFact | null {
  switch (state.state) {
    case "paid":
      return { type: "paid", money: state.money, channelTradeNo: state.channelTradeNo, paidAt: state.paidAt };
    case "closed":
      return { type: "closed" };
    case "failed":
      return { type: "declined", failure: state.failure };
    case "waiting":
    case "absent":
      return null;
  }
}

/** Records a fact that an authenticated answer of the channel states, with its calls, and dispatches what follows. */
export async function recordAnswer(
  deps: WorkDeps,
  { attempt }: PaymentView,
  stated: {
    readonly fact: AttemptFact;
    readonly answer: Answer<unknown>;
    readonly traceId: string;
    readonly nextAction?: NextAction;
    readonly alsoInTransaction?: (transaction: Connection, outcome: Recorded) => Promise<void>;
  },
): Promise<Recorded> {
  const by = {
    paymentId: attempt.paymentId,
    attemptId: attempt.id,
    fact: stated.fact,
    cause: stated.answer.call.operation,
    traceId: stated.traceId,
    // The answer may be older than an end that was recorded since the question, and a cancel gives money back.
    lateNeedsConfirmation: isOpen(attempt.state),
    calls: journalRows(stated.answer, attempt, stated.traceId),
    ...(stated.nextAction === undefined ? {} : { nextAction: stated.nextAction }),
  };
  const recorded = await deps.facts.record(by, stated.alsoInTransaction);
  if (recorded.kind === "changed") deps.dispatch(recorded.messages);
  if (recorded.kind === "late") await lookAgainIn(deps, recorded.view.attempt, 0);
  return recorded;
}
