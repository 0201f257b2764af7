import { declined, ok, unknown } from "../answers.ts";
import type { Answer } from "../channel.ts";
import { failureOf } from "../failure.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AbnormalRefundOrder, RefundProgress, RefundReference } from "../refund.ts";
import { mockCall } from "./mock-call.ts";
import { stateOf } from "./mock-orders.ts";
import { pendMs, refundBehaviourOf } from "./mock-refund-behaviour.ts";

export function refundMock(refund: RefundReference, now: Date, run: OperationRun): Answer<RefundProgress> {
  const call = mockCall("refund", run);
  if (!isRefundable(refund)) return declined("channel_refused", { ...notRefundable, call });
  switch (refundBehaviourOf(refund.order)) {
    case "fail":
      return declined("channel_refused", { ...refusal, call });
    case "unknown":
      // Of all reasons the one that no circuit breaker counts: the channel is well, it only tests.
      return unknown("signature_probe", call, "metadata.mock_refund is unknown");
    case "succeed":
    case "pend":
    case "abnormal":
      return ok(progressOf(refund, now), call);
  }
}

export function queryMockRefund(
  refund: RefundReference,
  now: Date,
  run: OperationRun,
): Answer<RefundProgress> {
  return ok(progressOf(refund, now), mockCall("refund_query", run));
}

/** The money of an abnormal refund has arrived wherever it was sent. */
export function settleMockRefund(
  { refund }: AbnormalRefundOrder,
  now: Date,
  run: OperationRun,
): Answer<RefundProgress> {
  const call = mockCall("refund", run);
  const isAbnormal = isRefundable(refund) && refundBehaviourOf(refund.order) === "abnormal";
  return isAbnormal
    ? ok(succeeded(refund, now), call)
    : declined("channel_refused", { ...notAbnormal, call });
}

function progressOf(refund: RefundReference, now: Date): RefundProgress {
  if (!isRefundable(refund)) return { state: "absent" };
  const { createdAt } = refund;
  switch (refundBehaviourOf(refund.order)) {
    case "succeed":
    case "unknown":
      return succeeded(refund, createdAt);
    case "pend": {
      const doneAt = new Date(createdAt.getTime() + pendMs);
      const channelRefundNo = numberOf(refund);
      return doneAt > now ? { state: "processing", channelRefundNo } : succeeded(refund, doneAt);
    }
    case "fail":
      return { state: "failed", failure: failureOf("channel_refused", refusal) };
    case "abnormal":
      return {
        state: "abnormal",
        channelRefundNo: numberOf(refund),
        failure: failureOf("channel_refused", heldMoney),
      };
  }
}

/** Of what else was refunded nothing is known here: the sum of many refunds is not looked at. */
function isRefundable({ order, money }: RefundReference): boolean {
  const isPart = money.currency === order.money.currency && money.amount <= order.money.amount;
  return isPart && stateOf(order).state === "paid";
}

function succeeded(refund: RefundReference, succeededAt: Date): RefundProgress {
  return { state: "succeeded", money: refund.money, channelRefundNo: numberOf(refund), succeededAt };
}

function numberOf({ outRefundNo }: RefundReference): string {
  return `mock_${outRefundNo}`;
}

const refusal = { code: "MOCK_REFUSED", message: "metadata.mock_refund is fail" };
const heldMoney = { code: "MOCK_ABNORMAL", message: "metadata.mock_refund is abnormal" };
const notRefundable = { code: "MOCK_NOT_REFUNDABLE", message: "the order does not hold this money" };
const notAbnormal = { code: "MOCK_NOT_ABNORMAL", message: "the refund is not abnormal" };
