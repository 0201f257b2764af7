import { failureOf } from "../failure.ts";
import type { Answer } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import type { RefundProgress } from "../refund.ts";

/** At Alipay the money of a refund always goes back where it came from: there is nothing to redirect. */
export function declineAbnormalRefund(run: OperationRun): Answer<RefundProgress> {
  const failure = failureOf("refund_refused", { code: "NOT_SUPPORTED", message: "" });
  const call = run.startCall("refund")({ httpStatus: null, channelCode: null, channelRequestId: null });
  return {
    kind: "declined",
    failure: { ...failure, channelCode: null, channelMessage: null },
    call,
    earlierCalls: [],
  };
}
