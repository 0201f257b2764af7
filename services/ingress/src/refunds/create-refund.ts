import { createRefund, refundObject } from "@compose-pay/application";
import { type CreateRefund, parseCreateRefund } from "@compose-pay/contracts";
import { findRefund, type OutboxRow, type RefundView } from "@compose-pay/database";
import { type Answer, invalidRequest, json, notFound, problem } from "@compose-pay/http";
import type { Call, Verb } from "../merchant-call.ts";
import { preferredWait } from "../payments/preferred-wait.ts";
import { pollUntil } from "../poll-until.ts";
import { urlNotAllowed } from "../url-not-allowed.ts";
import type { RefundDeps } from "./refund-deps.ts";

/** `POST /v1/refunds` */
export function createRefundVerb(deps: RefundDeps): Verb {
  return async (call) => {
    const parsed = parseCreateRefund(call.body);
    return parsed.ok ? create(deps, call, parsed.value) : invalidRequest(parsed.errors);
  };
}

async function create(deps: RefundDeps, call: Call, parameters: CreateRefund): Promise<Answer> {
  const { appId, live } = call.caller;
  const creation = await createRefund(deps, { appId, live, parameters, traceId: call.requestId });
  switch (creation.kind) {
    case "created":
      return answerCreated(deps, call, creation);
    case "replayed":
      return answerReplayed(deps, call, creation.view);
    case "conflict":
      return problem("refund_no_conflict", "refund_no was used with other parameters; nothing was changed");
    case "url_refused":
      return urlNotAllowed("notify_url", creation.refusal);
    case "payment_unknown":
      return notFound("payment");
    case "payment_not_succeeded":
      return problem("payment_not_succeeded", "the payment has not succeeded, so there is nothing to refund");
    case "exceeds_balance":
      return exceedsBalance(creation.left);
  }
}

async function answerCreated(
  deps: RefundDeps,
  { prefer, requestId }: Call,
  { view, message }: { readonly view: RefundView; readonly message: OutboxRow },
): Promise<Answer> {
  const { id, appId, paymentId } = view.refund;
  const fields = { refund_id: id, payment_id: paymentId, app_id: appId, trace_id: requestId };
  deps.logger.info(fields, "refund created");
  const { waitMs, headers } = preferredWait(prefer);
  const outcome = await deps.workerWait.askAndWait(waitMs, message.id, (path) =>
    deps.outbox.dispatch([message], path),
  );
  const hasWaited = outcome === "answered" || outcome === "timed_out";
  const now = (hasWaited ? await findRefund(deps.database.connection, id) : null) ?? view;
  return json(isAnswered(now) ? 201 : 202, refundObject(now), headers);
}

async function answerReplayed(deps: RefundDeps, call: Call, view: RefundView): Promise<Answer> {
  const { waitMs, headers } = preferredWait(call.prefer);
  const read = () => findRefund(deps.database.connection, view.refund.id);
  const now = deps.room.isFull
    ? view
    : await deps.room.stay(() => pollUntil(view, { isDone: isAnswered, read, waitMs }));
  return json(200, refundObject(now), { ...headers, "Idempotent-Replayed": "true" });
}

/** The channel has said something about it, if only that it has the refund. */
function isAnswered({ refund }: RefundView): boolean {
  return refund.state !== "created" && refund.state !== "submitted";
}

function exceedsBalance(left: number): Answer {
  const message = left === 0 ? "must leave something: nothing is left" : `must be at most ${left} fen`;
  return {
    ...problem("refund_exceeds_balance", `of the payment ${left} fen are left to refund`),
    errors: [{ path: "amount", message }],
  };
}
