import { createAttempt, mostAttempts } from "@compose-pay/application";
import { type CreateAttempt, parseCreateAttempt } from "@compose-pay/contracts";
import { type Answer, invalidRequest, notFound, problem } from "@compose-pay/http";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { Circuits } from "../circuits.ts";
import type { Call, Verb } from "../merchant-call.ts";
import type { PaymentPlans } from "../payment-plans.ts";
import { answerCreated, type AnswerCreatedDeps } from "./answer-created.ts";
import { answerReplayed } from "./answer-replayed.ts";
import { findOwnPayment } from "./own-payment.ts";
import { planRefusal } from "./plan-refusal.ts";
import type { WaitingRoom } from "./waiting-room.ts";

export interface CreateAttemptDeps extends AnswerCreatedDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly circuits: Circuits;
  readonly plans: PaymentPlans;
  readonly room: WaitingRoom;
}

/** `POST /v1/payments/{id}/attempts` */
export function createAttemptVerb(deps: CreateAttemptDeps): Verb {
  return async (call) => {
    const parsed = parseCreateAttempt(call.body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    if ((await findOwnPayment(deps.database, call)) === null) return notFound("payment");
    return attempt(deps, call, parsed.value);
  };
}

async function attempt(deps: CreateAttemptDeps, call: Call, parameters: CreateAttempt): Promise<Answer> {
  const { appId, live } = call.caller;
  const plans = await deps.plans.of(appId, live);
  const plan = plans.find(({ method }) => method === parameters.method) ?? null;
  const creation = await createAttempt(
    { ...deps, isCircuitOpen: deps.circuits.isOpen },
    { appId, live, paymentId: call.id, parameters, traceId: call.requestId, plan },
  );
  switch (creation.kind) {
    case "created": {
      const { method } = parameters;
      deps.logger.info(
        { payment_id: call.id, app_id: appId, method, trace_id: call.requestId },
        "attempt created",
      );
      return answerCreated(deps, call, creation);
    }
    case "replayed":
      return answerReplayed(deps, call, creation.view);
    case "not_found":
      return notFound("payment");
    case "already_succeeded":
      return problem("payment_already_succeeded", "the payment has succeeded and takes no other attempt");
    case "payment_closed":
      return problem(
        "payment_closed",
        "the payment is closed, or its time is over, and takes no other attempt",
      );
    case "too_many_attempts":
      return invalidRequest([{ path: "", message: `a payment takes ${mostAttempts} attempts at the most` }]);
    case "refused":
    case "unavailable":
      return planRefusal(creation, deps.circuits);
  }
}
