import { after, declined, misconfigured, ok, settledBy, type Settling, unknown } from "../answers.ts";
import type { Answer, ChannelCall } from "../channel.ts";
import type { Refusal } from "../failure.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AbnormalRefundOrder, RefundProgress, RefundReference, RefundToMake } from "../refund.ts";
import { encryptionKey } from "./crypto/platform-keys.ts";
import { readRefund, refundDifference } from "./refund-reading.ts";
import { meaningForLookUp, meaningForRefund } from "./result-codes.ts";
import type { WechatCall } from "./wechat-gateway.ts";
import type { WechatParts } from "./wechat-parts.ts";

/** WeChat Pay APIv3, refund. A refusal is settled by the refund's own state: the number may have been taken before. */
export async function makeRefund(
  parts: WechatParts,
  refund: RefundToMake,
  run: OperationRun,
): Promise<Answer<RefundProgress>> {
  const request = await parts.build.refund(refund);
  return change(parts, { refund, made: toChange(request), undone: ["absent"] }, run);
}

/** WeChat Pay APIv3, 异常退款. A refund that is still abnormal after a refusal stays so. */
export async function settleAbnormalRefund(
  parts: WechatParts,
  order: AbnormalRefundOrder,
  run: OperationRun,
): Promise<Answer<RefundProgress>> {
  const { refund, payout } = order;
  const key =
    payout.to === "merchant" ? null : encryptionKey(parts.credentials.platformKeys, parts.clock.now());
  if (payout.to === "customer_card" && key === null) {
    const call = run.startCall("refund")({ httpStatus: null, channelCode: null, channelRequestId: null });
    return misconfigured("platform_key_missing", call);
  }
  const made = { ...toChange(parts.build.settleAbnormalRefund(order, key)), serial: key?.serial ?? null };
  return change(parts, { refund, made, undone: ["absent", "abnormal"] }, run);
}

/** WeChat Pay APIv3, refund query by out_refund_no. */
export async function queryRefund(
  parts: WechatParts,
  refund: RefundReference,
  run: OperationRun,
): Promise<Answer<RefundProgress>> {
  const request = await parts.build.queryRefund(refund);
  const made = { operation: "refund_query", request, meaningOf: meaningForLookUp } as const;
  const answer = await parts.gateway.call(made, run);
  switch (answer.kind) {
    case "accepted":
      return readFor(refund, answer.body, answer.call);
    case "refused":
      if (answer.meaning.kind === "absent") return ok({ state: "absent" }, answer.refusal.call);
      return unknown("refused", answer.refusal.call, answer.refusal.code);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

interface Change {
  readonly refund: RefundReference;
  readonly made: WechatCall;
  /** The states in which a refusal has the last word. */
  readonly undone: readonly RefundProgress["state"][];
}

function toChange(request: WechatCall["request"]): WechatCall {
  return { operation: "refund", request, meaningOf: meaningForRefund };
}

async function change(
  parts: WechatParts,
  { refund, made, undone }: Change,
  run: OperationRun,
): Promise<Answer<RefundProgress>> {
  const answer = await parts.gateway.call(made, run);
  switch (answer.kind) {
    case "accepted":
      return readFor(refund, answer.body, answer.call);
    case "refused": {
      const { refusal, meaning } = answer;
      const isFinal = meaning.kind === "ask" && meaning.ifAbsent === "declined";
      const known = await queryRefund(parts, refund, run);
      if (known.kind === "unknown" && known.reason.endsWith("_differs"))
        return after(refusal.call, unknown("order_differs", known.call, refusal.code));
      return settledBy(refusal.call, known, settleBy({ refusal, isFinal }, undone));
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

function readFor(refund: RefundReference, body: unknown, call: ChannelCall): Answer<RefundProgress> {
  const told = readRefund(body);
  if (told === null) return unknown("answer_unreadable", call);
  const difference = refundDifference(refund, told);
  return difference === null ? ok(told.progress, call) : unknown(difference, call);
}

function settleBy(
  { refusal, isFinal }: { readonly refusal: Refusal; readonly isFinal: boolean },
  undone: readonly RefundProgress["state"][],
): Settling<RefundProgress, RefundProgress> {
  return (progress, call) => {
    if (!undone.includes(progress.state)) return ok(progress, call);
    // Of what the channel does not have yet an earlier call may still be under way.
    if (progress.state === "absent" && !isFinal) return unknown("refused", call, refusal.code);
    return declined("refund_refused", { ...refusal, call });
  };
}
