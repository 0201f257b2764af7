import { z } from "zod";

import type { UnknownReason } from "../channel.ts";
import { type FailureCode, failureOf } from "../failure.ts";
import type { RefundProgress, RefundReference } from "../refund.ts";

/** A refund as WeChat Pay tells it, in an answer and in a notification alike. */
export interface ToldRefund {
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly transactionId: string | null;
  readonly refund: number;
  readonly total: number;
  readonly currency: string;
  readonly progress: RefundProgress;
}

const refundStatuses = ["SUCCESS", "CLOSED", "PROCESSING", "ABNORMAL"] as const;

const members = {
  refund_id: z.string().min(1).max(64),
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({
    refund: z.int().min(0),
    total: z.int().min(0),
    // Notifications leave it out: refunds of the mainland are in CNY.
    currency: z.string().default("CNY"),
  }),
};

const answered = z.object({ ...members, status: z.enum(refundStatuses) });
const notified = z.object({ ...members, refund_status: z.enum(refundStatuses) });

type Told = Omit<z.output<typeof answered>, "status">;
type RefundStatus = (typeof refundStatuses)[number];

/** WeChat Pay APIv3, the refund object of an answer; null when it is none. */
export function readRefund(body: unknown): ToldRefund | null {
  const told = answered.safeParse(body).data;
  return told === undefined ? null : toldRefund(told, told.status);
}

/** The same of a notification, where the state has another name. */
export function readRefundNotice(body: unknown): ToldRefund | null {
  const told = notified.safeParse(body).data;
  return told === undefined ? null : toldRefund(told, told.refund_status);
}

/** What of a refund does not fit the one it was asked for, or null. */
export function refundDifference(refund: RefundReference, told: ToldRefund): UnknownReason | null {
  const { order, channelTradeNo, outRefundNo, money } = refund;
  if (told.outRefundNo !== outRefundNo || told.outTradeNo !== order.outTradeNo) return "number_differs";
  if (channelTradeNo !== null && told.transactionId !== null && told.transactionId !== channelTradeNo)
    return "number_differs";
  if (told.currency !== money.currency) return "currency_differs";
  return told.refund !== money.amount || told.total !== order.money.amount ? "amount_differs" : null;
}

function toldRefund(told: Told, status: RefundStatus): ToldRefund | null {
  const progress = progressOf(told, status);
  if (progress === null) return null;
  const { refund, total, currency } = told.amount;
  return {
    outTradeNo: told.out_trade_no,
    outRefundNo: told.out_refund_no,
    transactionId: told.transaction_id ?? null,
    refund,
    total,
    currency,
    progress,
  };
}

function progressOf(told: Told, status: RefundStatus): RefundProgress | null {
  const { refund_id: channelRefundNo, success_time: succeededAt, amount } = told;
  switch (status) {
    case "PROCESSING":
      return { state: "processing", channelRefundNo };
    case "SUCCESS":
      if (succeededAt === undefined) return null;
      return {
        state: "succeeded",
        money: { amount: amount.refund, currency: "CNY" },
        channelRefundNo,
        succeededAt: new Date(succeededAt),
      };
    case "CLOSED":
      return { state: "failed", failure: saidOf("refund_closed", status) };
    case "ABNORMAL":
      return { state: "abnormal", channelRefundNo, failure: saidOf("refund_abnormal", status) };
  }
}

function saidOf(code: FailureCode, status: RefundStatus) {
  return failureOf(code, { code: status, message: "" });
}
