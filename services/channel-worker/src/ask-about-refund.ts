import { ChannelAccountUnusable, refundReference } from "@compose-pay/application";
import type { Answer, Channel, RefundProgress } from "@compose-pay/channels";
import type { RefundRow, RefundView } from "@compose-pay/database";
import { lookAtRefundAgainIn } from "./look-at-refund-again.ts";
import { refundToMake } from "./refund-to-make.ts";
import type { WorkDeps } from "./work-deps.ts";

/** How long a refund waits whose account has an open circuit, or enough calls in flight. */
const heldBackMs = { circuit_open: 5_000, too_many_in_flight: 1_000 } as const;

/** How long a refund waits whose account cannot be used at all. */
const unusableMs = 60_000;

/**
 * Each asks through the account's circuit. Null when no call was made; the refund is due again then and
 * nothing else is to be done for it now.
 */
export function askToRefund(deps: WorkDeps, view: RefundView): Promise<Answer<RefundProgress> | null> {
  const refund = refundToMake(view, deps.publicUrl);
  return ask(deps, view.refund, { operation: "refund", by: (channel) => channel.refund(refund) });
}

export function askForRefund(deps: WorkDeps, view: RefundView): Promise<Answer<RefundProgress> | null> {
  const refund = refundReference(view);
  return ask(deps, view.refund, { operation: "refund_query", by: (channel) => channel.queryRefund(refund) });
}

/** Whether a refund would be held back now; then it is due again and need not be marked as sent. */
export async function isRefundHeldBack(deps: WorkDeps, refund: RefundRow): Promise<boolean> {
  const reason = deps.caller.wouldHoldBack(targetOf(refund, "refund"));
  if (reason !== null) await lookAtRefundAgainIn(deps, refund, heldBackMs[reason]);
  return reason !== null;
}

interface Question {
  readonly operation: "refund" | "refund_query";
  readonly by: (channel: Channel) => Promise<Answer<RefundProgress>>;
}

async function ask(
  deps: WorkDeps,
  refund: RefundRow,
  question: Question,
): Promise<Answer<RefundProgress> | null> {
  const channel = await usableChannel(deps, refund);
  if (channel === null) return null;
  const target = targetOf(refund, question.operation);
  const called = await deps.caller.call(target, () => question.by(channel));
  if (called.kind === "answered") return called.answer;
  await lookAtRefundAgainIn(deps, refund, heldBackMs[called.reason]);
  return null;
}

/** An account that was spoilt by a change of its keys stops its own refunds and makes no dead letters. */
async function usableChannel(deps: WorkDeps, refund: RefundRow): Promise<Channel | null> {
  try {
    return await deps.channelOf(refund.channelAccountId);
  } catch (error) {
    if (!(error instanceof ChannelAccountUnusable)) throw error;
    deps.logger.error({ error, refund_id: refund.id }, "a channel account cannot be used");
    await lookAtRefundAgainIn(deps, refund, unusableMs);
    return null;
  }
}

function targetOf(refund: RefundRow, operation: Question["operation"]) {
  return { accountId: refund.channelAccountId, channel: refund.channel, operation };
}
