import {
  makeRefund as makeRefundMessage,
  queryRefund as queryRefundMessage,
  refundAnswered,
} from "@compose-pay/contracts";
import {
  dead,
  done,
  type Handling,
  type MessageContext,
  type Messaging,
  on,
  type Verdict,
} from "@compose-pay/messaging";
import { makeRefund, type RefundMessage, type RefundWorkResult } from "./make-refund.ts";
import { queryRefund } from "./query-refund.ts";
import type { WorkDeps } from "./work-deps.ts";

type Verb = (deps: WorkDeps, message: RefundMessage) => Promise<RefundWorkResult>;

/** What the messages about refunds set off. Each verb answers whoever waits once its refund can be read. */
export function refundHandlings(
  deps: WorkDeps,
  messaging: Pick<Messaging, "publishReply">,
): readonly Handling[] {
  const handle = async (
    verb: Verb,
    body: { readonly refund_id: string; readonly tries_made?: number | undefined },
    context: MessageContext,
  ): Promise<Verdict> => {
    const { refund_id: refundId, tries_made: triesMade } = body;
    const result = await verb(deps, { refundId, triesMade, traceId: context.traceId });
    if (result.kind === "unknown_refund") return dead("there is no such refund");
    if (result.kind === "settled") answer(messaging, context, refundId);
    return done;
  };
  return [
    on(makeRefundMessage, (body, context) => handle(makeRefund, body, context)),
    on(queryRefundMessage, (body, context) => handle(queryRefund, body, context)),
  ];
}

function answer(
  messaging: Pick<Messaging, "publishReply">,
  { replyTo, correlationId, traceId }: MessageContext,
  refundId: string,
): void {
  if (replyTo === undefined || correlationId === undefined) return;
  messaging.publishReply({ replyTo, correlationId, traceId }, refundAnswered, { refund_id: refundId });
}
