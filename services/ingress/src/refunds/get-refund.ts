import { refundObject } from "@compose-pay/application";
import { parseGetRefundQuery, queryRefund } from "@compose-pay/contracts";
import type { RefundView } from "@compose-pay/database";
import { isRefundOpen } from "@compose-pay/domain";
import { type Answer, invalidRequest, json, notFound } from "@compose-pay/http";
import { channelQueue, type ReplyPath } from "@compose-pay/messaging";
import { newId } from "@compose-pay/runtime";
import type { Call, Verb } from "../merchant-call.ts";
import { preferredWait } from "../payments/preferred-wait.ts";
import { findOwnRefund } from "./own-refund.ts";
import type { RefundDeps } from "./refund-deps.ts";

/** `GET /v1/refunds/{id}` */
export function getRefundVerb(deps: RefundDeps): Verb {
  return async (call) => {
    const parsed = parseGetRefundQuery(call.query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const view = await findOwnRefund(deps.database, call);
    if (view === null) return notFound("refund");
    const asks = parsed.value.sync && canChange(view) && (await deps.syncGate.isDue(view.refund.id));
    return asks ? answerAsked(deps, call, view) : json(200, refundObject(view));
  };
}

/** Of a refund that was not sent yet the channel has nothing to say. */
function canChange({ refund }: RefundView): boolean {
  return isRefundOpen(refund.state) && refund.state !== "created";
}

async function answerAsked(deps: RefundDeps, call: Call, view: RefundView): Promise<Answer> {
  const { waitMs, headers } = preferredWait(call.prefer);
  const outcome = await deps.workerWait.askAndWait(waitMs, newId("msg"), (path) =>
    ask(deps, view, call.requestId, path),
  );
  const now = (await findOwnRefund(deps.database, call)) ?? view;
  // Without the broker nobody was asked, and the stored state is all there is.
  const isSettled = outcome === "answered" || outcome === "broker_away";
  return json(isSettled ? 200 : 202, refundObject(now), headers);
}

/** The sweeps ask as well, so a question that gets lost is not asked again here. */
function ask(
  { messaging, logger }: RefundDeps,
  { refund }: RefundView,
  traceId: string,
  path?: ReplyPath,
): void {
  const queue = channelQueue(refund.channel, "background");
  const body = { refund_id: refund.id };
  messaging.publish({ queue, contract: queryRefund, body, traceId, ...path }).catch((error: unknown) => {
    logger.warn({ error, refund_id: refund.id, trace_id: traceId }, "a channel could not be asked");
  });
}
