import { createPayment, paymentObject, type PaymentWriter } from "@compose-pay/application";
import { type CreatePayment, parseCreatePayment } from "@compose-pay/contracts";
import { type Database, findPayment, type OutboxRow, type PaymentView } from "@compose-pay/database";
import type { Outbox } from "@compose-pay/messaging";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { Circuits } from "../circuits.ts";
import { type Answer, invalidRequest, json, problem, retryAfter } from "../http/answer.ts";
import type { Call, Verb } from "../merchant-call.ts";
import type { PaymentPlans } from "../payment-plans.ts";
import { pollUntilAnswered } from "./poll-until-answered.ts";
import { preferredWait } from "./preferred-wait.ts";
import type { WaitingRoom } from "./waiting-room.ts";
import type { WorkerWait } from "./worker-wait.ts";

export interface CreatePaymentDeps {
  readonly database: Database;
  readonly writer: PaymentWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly circuits: Circuits;
  readonly plans: PaymentPlans;
  readonly workerWait: WorkerWait;
  readonly room: WaitingRoom;
  readonly outbox: Pick<Outbox, "dispatch">;
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
    case "created":
      return answerCreated(deps, call, creation);
    case "replayed":
      return answerReplayed(deps, call, creation.view);
    case "conflict":
      return conflict();
    case "refused":
      return refusal(creation);
    case "unavailable":
      return problem(
        "channel_unavailable",
        "no channel can serve this method at present; nothing was stored",
        {
          ...retryAfter(deps.circuits.tryAgainSeconds),
        },
      );
  }
}

async function answerCreated(
  deps: CreatePaymentDeps,
  { prefer, requestId }: Call,
  { view, message }: { readonly view: PaymentView; readonly message: OutboxRow },
): Promise<Answer> {
  const { payment } = view;
  deps.logger.info({ payment_id: payment.id, app_id: payment.appId, trace_id: requestId }, "payment created");
  const { waitMs, headers } = preferredWait(prefer);
  const outcome = await deps.workerWait.askAndWait(waitMs, message.id, (path) =>
    deps.outbox.dispatch([message], path),
  );
  const hasWaited = outcome === "answered" || outcome === "timed_out";
  const read = hasWaited ? await findPayment(deps.database.connection, payment.appId, payment.id) : null;
  const now = read ?? view;
  return json(now.payment.status === "processing" ? 202 : 201, paymentObject(now), headers);
}

/** A payment of the other mode has the order number too: the key must not see it. */
async function answerReplayed(deps: CreatePaymentDeps, call: Call, view: PaymentView): Promise<Answer> {
  if (view.payment.live !== call.caller.live) return conflict();
  const { waitMs, headers } = preferredWait(call.prefer);
  const now = deps.room.isFull
    ? view
    : await deps.room.stay(() => pollUntilAnswered(deps.database, view, waitMs));
  return json(200, paymentObject(now), { ...headers, "Idempotent-Replayed": "true" });
}

function conflict(): Answer {
  return problem("order_no_conflict", "order_no was used with other parameters; nothing was changed");
}

function refusal({
  code,
  detail,
}: {
  readonly code: "method_not_enabled" | "amount_out_of_range";
  readonly detail: string;
}): Answer {
  const answer = problem(code, detail);
  switch (code) {
    case "method_not_enabled":
      return answer;
    case "amount_out_of_range":
      return { ...answer, errors: [{ path: "amount", message: detail.replace(/^amount /, "") }] };
  }
}
