import { paymentObject, requestClose } from "@compose-pay/application";
import { parseClosePayment } from "@compose-pay/contracts";
import type { Database, OutboxRow, PaymentView } from "@compose-pay/database";
import { isSettled } from "@compose-pay/domain";
import { type Answer, type AnswerHeaders, invalidRequest, json, notFound, problem } from "@compose-pay/http";
import type { Outbox } from "@compose-pay/messaging";
import { type Clock, type Logger, newId } from "@compose-pay/runtime";
import type { Call, Verb } from "../merchant-call.ts";
import { findOwnPayment } from "./own-payment.ts";
import { preferredWait } from "./preferred-wait.ts";
import type { WorkerWait } from "./worker-wait.ts";

export interface ClosePaymentDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerWait: WorkerWait;
  readonly outbox: Pick<Outbox, "dispatch">;
}

/** `POST /v1/payments/{id}/close` */
export function closePaymentVerb(deps: ClosePaymentDeps): Verb {
  return async (call) => {
    const parsed = parseClosePayment(call.body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    if ((await findOwnPayment(deps.database, call)) === null) return notFound("payment");
    const close = await requestClose(deps, {
      appId: call.caller.appId,
      paymentId: call.id,
      traceId: call.requestId,
    });
    switch (close.kind) {
      case "not_found":
        return notFound("payment");
      case "already_succeeded":
        return alreadySucceeded();
      case "settled":
        return answerWith(close.view, {});
      case "requested":
        return answerRequested(deps, call, close);
    }
  };
}

async function answerRequested(
  deps: ClosePaymentDeps,
  call: Call,
  { view, messages }: { readonly view: PaymentView; readonly messages: readonly OutboxRow[] },
): Promise<Answer> {
  const fields = { payment_id: view.payment.id, app_id: view.payment.appId, trace_id: call.requestId };
  deps.logger.info(fields, "payment close requested");
  const { waitMs, headers } = preferredWait(call.prefer);
  const outcome = await deps.workerWait.askAndWait(waitMs, newId("msg"), (path) =>
    deps.outbox.dispatch(messages, path),
  );
  const hasWaited = outcome === "answered" || outcome === "timed_out";
  const now = hasWaited ? await findOwnPayment(deps.database, call) : null;
  return answerWith(now ?? view, headers);
}

/** 202 while the channel has not said yet that the payment cannot be paid any more. */
function answerWith(view: PaymentView, headers: AnswerHeaders): Answer {
  const { status } = view.payment;
  if (status === "succeeded") return alreadySucceeded();
  return json(isSettled(status) ? 200 : 202, paymentObject(view), headers);
}

function alreadySucceeded(): Answer {
  return problem("payment_already_succeeded", "the payment has succeeded and cannot be closed");
}
