import type { AbnormalRefundPayout, Answer, RefundProgress } from "@compose-pay/channels";
import { type Database, findRefund, insertChannelCalls, type RefundView } from "@compose-pay/database";
import type { Failure, RefundFact } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
import { channelCallRows } from "./channel-call-rows.ts";
import { type ChannelDirectory, ChannelAccountUnusable } from "./channel-directory.ts";
import { recordRefundFact } from "./record-refund-fact.ts";
import { refundReference } from "./refund-reference.ts";
import { retryRefund } from "./retry-refund.ts";
import { type AnsweredSettlement, type NotTakenReason, settlementOfAnswer } from "./settlement-of-answer.ts";

/**
 * `taken`: the channel works on it again, or has done it. `not_taken`: it has certainly done nothing, and the refund is
 * as it was. `unanswered`: nobody knows; the channel is asked now.
 */
export type RefundSettlement =
  | { readonly kind: "taken"; readonly view: RefundView }
  | { readonly kind: "declined"; readonly failure: Failure }
  | {
      readonly kind: "not_taken";
      readonly view: RefundView;
      readonly reason: NotTakenReason;
      readonly detail: string | null;
    }
  | { readonly kind: "unanswered"; readonly outcome: string; readonly reason: string }
  | { readonly kind: "not_abnormal"; readonly view: RefundView }
  | { readonly kind: "account_unusable" }
  | { readonly kind: "refund_unknown" };

export interface SettleDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<ChannelDirectory, "find">;
}

export interface Settling {
  readonly refundId: string;
  readonly payout: AbnormalRefundPayout;
  readonly traceId: string;
}

/**
 * Tells the channel where the money of an abnormal refund goes. Whoever asks calls the channel by himself: what
 * names a card of the customer is in no message and in no row.
 */
export async function settleRefund(deps: SettleDeps, settling: Settling): Promise<RefundSettlement> {
  const { refundId, payout, traceId } = settling;
  const view = await findRefund(deps.database.connection, refundId);
  if (view === null) return { kind: "refund_unknown" };
  const { channelRefundNo } = view.refund;
  if (!waitsForPayout(view) || channelRefundNo === null) return { kind: "not_abnormal", view };
  const open = await findChannel(deps, view);
  if (open === null) return { kind: "account_unusable" };
  const refund = refundReference(view);
  const answer = await open.channel.settleAbnormalRefund({ refund, channelRefundNo, payout });
  return recordSettlement(deps, view, { answer, traceId });
}

/** Whether its channel holds the money, under a number, until it is told where it goes. */
export function waitsForPayout({ refund }: Pick<RefundView, "refund">): boolean {
  return refund.state === "abnormal" && refund.channelRefundNo !== null;
}

async function findChannel({ directory }: SettleDeps, { refund }: RefundView) {
  try {
    return await directory.find(refund.channelAccountId);
  } catch (error) {
    if (error instanceof ChannelAccountUnusable) return null;
    throw error;
  }
}

async function recordSettlement(
  deps: SettleDeps,
  view: RefundView,
  { answer, traceId }: { readonly answer: Answer<RefundProgress>; readonly traceId: string },
): Promise<RefundSettlement> {
  const { id: refundId, paymentId, attemptId, channelAccountId } = view.refund;
  const calls = channelCallRows(answer, { paymentId, attemptId, refundId, channelAccountId, traceId });
  const answered = settlementOfAnswer(answer);
  if (answered.kind !== "taken") {
    await insertChannelCalls(deps.database.connection, calls);
    if (answered.kind === "unanswered") await retryRefund(deps, refundId);
    return answered.kind === "not_taken" ? { ...answered, view } : answered;
  }
  const by = { paymentId, refundId, cause: "operator", traceId };
  const resumed = await recordRefundFact(deps, { ...by, fact: { type: "resumed" }, calls });
  const end = endOf(answered.progress);
  return {
    kind: "taken",
    view: end === null ? resumed.view : (await recordRefundFact(deps, { ...by, fact: end })).view,
  };
}

type Taken = Extract<AnsweredSettlement, { readonly kind: "taken" }>;

function endOf(progress: Taken["progress"]): RefundFact | null {
  switch (progress.state) {
    case "succeeded": {
      const { money, channelRefundNo, succeededAt } = progress;
      return { type: "succeeded", money, channelRefundNo, succeededAt };
    }
    case "failed":
      return { type: "failed", failure: progress.failure };
    case "processing":
      return null;
  }
}
