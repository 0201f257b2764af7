import { type CreateRefund, refundFingerprintOf } from "@compose-pay/contracts";
import {
  type Connection,
  findRefundByNo,
  type RefundRequestRow,
  type RefundRow,
} from "@compose-pay/database";
import { sha256Of } from "../sha256-of.ts";

/** The refund that a request stands for. */
export interface RequestedRefund {
  readonly parameters: CreateRefund;
  readonly parametersSha256: string;
}

/** The request's id is the number of its refund, so that it can be made once however often it is asked for. */
export function refundOfRequest(
  request: Pick<RefundRequestRow, "id" | "paymentId" | "amount" | "reason">,
): RequestedRefund {
  const parameters: CreateRefund = {
    payment_id: request.paymentId,
    order_no: null,
    refund_no: request.id,
    amount: request.amount,
    reason: request.reason,
    notify_url: null,
    metadata: {},
  };
  return { parameters, parametersSha256: sha256Of(refundFingerprintOf(parameters, request.paymentId)) };
}

/** The refund that was made of the request before; `other` when its number was used for something else. */
export async function findMadeRefund(
  transaction: Connection,
  appId: string,
  { parameters, parametersSha256 }: RequestedRefund,
): Promise<RefundRow | "none" | "other"> {
  const made = await findRefundByNo(transaction, appId, parameters.refund_no);
  if (made === null) return "none";
  return made.refund.parametersSha256 === parametersSha256 ? made.refund : "other";
}
