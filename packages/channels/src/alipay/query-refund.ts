import { z } from "zod";

import { ok, unknown } from "../answers.ts";
import type { Answer, ChannelCall } from "../channel.ts";
import { readChinaDateTime } from "../china-time.ts";
import type { OperationRun } from "../operation-run.ts";
import type { RefundProgress, RefundReference } from "../refund.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { refundByNumber } from "./refund-commands.ts";
import { fenOf } from "./yuan.ts";

/** Alipay OpenAPI, `alipay.trade.fastpay.refund.query`. It knows success, and nothing else; never a failure. */
export async function queryRefund(
  parts: AlipayParts,
  refund: RefundReference,
  run: OperationRun,
): Promise<Answer<RefundProgress>> {
  const answer = await parts.gateway.call("refund_query", refundByNumber(refund), run);
  switch (answer.kind) {
    case "accepted":
      return readQueried(parts, refund, answer);
    case "refused":
      if (answer.meaning.kind === "absent") return ok({ state: "absent" }, answer.refusal.call);
      return unknown("refused", answer.refusal.call, answer.refusal.code);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

const queried = z.object({
  out_trade_no: z.string().optional(),
  out_request_no: z.string().optional(),
  trade_no: z.string().min(1).max(64).optional(),
  refund_status: z.string().optional(),
  refund_amount: z.string().optional(),
  gmt_refund_pay: z.string().optional(),
  trans_currency: z.string().optional(),
});

type Queried = z.output<typeof queried>;

function readQueried(
  parts: AlipayParts,
  refund: RefundReference,
  { body, call }: { readonly body: unknown; readonly call: ChannelCall },
): Answer<RefundProgress> {
  const told = queried.safeParse(body).data;
  if (told === undefined) return unknown("answer_unreadable", call);
  const { out_trade_no: outTradeNo, out_request_no: outRefundNo } = told;
  const isAbout =
    (outTradeNo ?? refund.order.outTradeNo) === refund.order.outTradeNo &&
    (outRefundNo ?? refund.outRefundNo) === refund.outRefundNo;
  if (!isAbout) return unknown("number_differs", call);
  if (told.refund_status === undefined && told.refund_amount === undefined) {
    return ok({ state: "absent" }, call);
  }
  if (told.refund_status !== "REFUND_SUCCESS")
    return ok({ state: "processing", channelRefundNo: null }, call);
  return readSucceeded(parts, refund, { told, call });
}

/**
 * Alipay has no number of its own for a refund: it keeps it under the trade's and ours. The money is what
 * was asked for, to the fen.
 */
function readSucceeded(
  { clock }: AlipayParts,
  refund: RefundReference,
  { told, call }: { readonly told: Queried; readonly call: ChannelCall },
): Answer<RefundProgress> {
  const amount = fenOf(told.refund_amount ?? "");
  const succeededAt =
    told.gmt_refund_pay === undefined ? clock.now() : readChinaDateTime(told.gmt_refund_pay);
  const channelRefundNo = told.trade_no ?? refund.channelTradeNo;
  if (amount === null || succeededAt === null || channelRefundNo === null) {
    return unknown("answer_unreadable", call);
  }
  if ((told.trans_currency ?? "CNY") !== "CNY") return unknown("currency_differs", call);
  if (amount !== refund.money.amount) return unknown("amount_differs", call);
  const money = { amount, currency: "CNY" } as const;
  return ok({ state: "succeeded", money, channelRefundNo, succeededAt }, call);
}
