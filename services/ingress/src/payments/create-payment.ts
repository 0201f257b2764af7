import { createPayment, type PaymentWriter } from "@compose-pay/application";
import { type CreatePayment, parseCreatePayment } from "@compose-pay/contracts";
import { type Answer, invalidRequest, problem } from "@compose-pay/http";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { UrlGuard } from "@compose-pay/webhooks";
import type { Circuits } from "../circuits.ts";
import type { Call, Verb } from "../merchant-call.ts";
import type { PaymentPlans } from "../payment-plans.ts";
import { urlNotAllowed } from "../url-not-allowed.ts";
import { answerCreated, type AnswerCreatedDeps } from "./answer-created.ts";
import { answerReplayed } from "./answer-replayed.ts";
import { planRefusal } from "./plan-refusal.ts";
import type { WaitingRoom } from "./waiting-room.ts";

export interface CreatePaymentDeps extends AnswerCreatedDeps {
  readonly writer: PaymentWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly circuits: Circuits;
  readonly plans: PaymentPlans;
  readonly room: WaitingRoom;
  readonly urlGuard: UrlGuard;
}

/** `POST /v1/payments` */
export function createPaymentVerb(deps: CreatePaymentDeps): Verb {
  return async (call) => {
    const parsed = parseCreatePayment(call.body);
    return parsed.ok ? create(deps, call, parsed.value) : invalidRequest(parsed.errors);
  };
}

async function create(deps: CreatePaymentDeps, call: Call, parameters: CreatePayment): Promise<Answer> {
  const { appId, live } = call.caller;
  const plans = await deps.plans.of(appId, live);
  const plan = plans.find(({ method }) => method === parameters.method) ?? null;
  const creation = await createPayment(
    { ...deps, isCircuitOpen: deps.circuits.isOpen },
    { appId, live, parameters, traceId: call.requestId, plan },
  );
  switch (creation.kind) {
    case "created": {
      const fields = { payment_id: creation.view.payment.id, app_id: appId, trace_id: call.requestId };
      deps.logger.info(fields, "payment created");
      return answerCreated(deps, call, creation);
    }
    case "replayed":
      // A payment of the other mode has the order number too: the key must not see it.
      return creation.view.payment.live === live ? answerReplayed(deps, call, creation.view) : conflict();
    case "conflict":
      return conflict();
    case "url_refused":
      return urlNotAllowed("notify_url", creation.refusal);
    case "refused":
    case "unavailable":
      return planRefusal(creation, deps.circuits);
  }
}

function conflict(): Answer {
  return problem("order_no_conflict", "order_no was used with other parameters; nothing was changed");
}
