import { paymentObject } from "@compose-pay/application";
import { parseGetPaymentQuery, queryOrder } from "@compose-pay/contracts";
import type { Database, PaymentView } from "@compose-pay/database";
import { type Answer, invalidRequest, json, notFound } from "@compose-pay/http";
import { channelQueue, type Messaging, type ReplyPath } from "@compose-pay/messaging";
import { type Logger, newId } from "@compose-pay/runtime";
import type { Call, Verb } from "../merchant-call.ts";
import { findOwnPayment } from "./own-payment.ts";
import { preferredWait } from "./preferred-wait.ts";
import type { SyncGate } from "./sync-gate.ts";
import type { WorkerWait } from "./worker-wait.ts";

export interface GetPaymentDeps {
  readonly database: Database;
  readonly messaging: Pick<Messaging, "publish">;
  readonly logger: Logger;
  readonly workerWait: WorkerWait;
  readonly syncGate: SyncGate;
}

/** `GET /v1/payments/{id}` */
export function getPaymentVerb(deps: GetPaymentDeps): Verb {
  return async (call) => {
    const parsed = parseGetPaymentQuery(call.query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const view = await findOwnPayment(deps.database, call);
    if (view === null) return notFound("payment");
    const asks = parsed.value.sync && canChange(view) && (await deps.syncGate.isDue(view.payment.id));
    return asks ? answerAsked(deps, call, view) : json(200, paymentObject(view));
  };
}

/** Money is final, and about an order that was not sent yet the channel has nothing to say. */
function canChange({ payment, attempt }: PaymentView): boolean {
  return payment.status !== "succeeded" && attempt.state !== "created";
}

async function answerAsked(deps: GetPaymentDeps, call: Call, view: PaymentView): Promise<Answer> {
  const { waitMs, headers } = preferredWait(call.prefer);
  const outcome = await deps.workerWait.askAndWait(waitMs, newId("msg"), (path) =>
    ask(deps, view, call.requestId, path),
  );
  const now = (await findOwnPayment(deps.database, call)) ?? view;
  // Without the broker nobody was asked, and the stored state is all there is.
  const isSettled = outcome === "answered" || outcome === "broker_away";
  return json(isSettled ? 200 : 202, paymentObject(now), headers);
}

/** The sweeps ask as well, so a question that gets lost is not asked again here. */
function ask(
  { messaging, logger }: GetPaymentDeps,
  { payment, attempt }: PaymentView,
  traceId: string,
  path?: ReplyPath,
): void {
  const queue = channelQueue(attempt.channel, "background");
  const body = { attempt_id: attempt.id };
  messaging.publish({ queue, contract: queryOrder, body, traceId, ...path }).catch((error: unknown) => {
    logger.warn({ error, payment_id: payment.id, trace_id: traceId }, "a channel could not be asked");
  });
}
