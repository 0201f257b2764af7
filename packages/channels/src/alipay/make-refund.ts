import { z } from "zod";

import { after, declined, ok, settledBy, type Settling, unknown } from "../answers.ts";
import type { Answer, ChannelCall } from "../channel.ts";
import { readChinaDateTime } from "../china-time.ts";
import type { GatewayAnswer } from "../gateway-answer.ts";
import type { OperationRun } from "../operation-run.ts";
import type { RefundProgress, RefundToMake } from "../refund.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { queryRefund } from "./query-refund.ts";
import { refundOrder } from "./refund-commands.ts";
import { isFinalForRefund } from "./result-codes.ts";

type Refused = Extract<GatewayAnswer, { kind: "refused" }>;

/**
 * Alipay OpenAPI, `alipay.trade.refund`. Money moved in this very call only where `fund_change` is Y. A call
 * that was carried out without it repeated an earlier one, or the money is still on its way: the refund's
 * own query tells.
 */
export async function makeRefund(
  parts: AlipayParts,
  refund: RefundToMake,
  run: OperationRun,
): Promise<Answer<RefundProgress>> {
  const answer = await parts.gateway.call("refund", refundOrder(refund), run);
  switch (answer.kind) {
    case "accepted":
      return readRefunded(parts, refund, { answer, run });
    case "refused":
      // The number has a refund of another amount: this one will never be.
      if (answer.refusal.code === "ACQ.DISCORDANT_REPEAT_REQUEST")
        return refused(answer, answer.refusal.call);
      return settledBy(answer.refusal.call, await queryRefund(parts, refund, run), settleRefused(answer));
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** `refund_fee` is no part of it: it is the sum of all refunds of the trade. */
const refunded = z.object({
  out_trade_no: z.string(),
  trade_no: z.string().min(1).max(64),
  fund_change: z.string().optional(),
  gmt_refund_pay: z.string().optional(),
});

async function readRefunded(
  parts: AlipayParts,
  refund: RefundToMake,
  {
    answer,
    run,
  }: { readonly answer: Extract<GatewayAnswer, { kind: "accepted" }>; readonly run: OperationRun },
): Promise<Answer<RefundProgress>> {
  const { body, call } = answer;
  const told = refunded.safeParse(body).data;
  if (told === undefined) return unknown("answer_unreadable", call);
  if (told.out_trade_no !== refund.order.outTradeNo) return unknown("number_differs", call);
  if (told.fund_change !== "Y") return after(call, confirmed(await queryRefund(parts, refund, run)));
  const succeededAt = readChinaDateTime(told.gmt_refund_pay ?? "") ?? parts.clock.now();
  return ok({ state: "succeeded", money: refund.money, channelRefundNo: told.trade_no, succeededAt }, call);
}

/** The call was carried out, so a refund that the query does not see yet is under way. */
function confirmed(query: Answer<RefundProgress>): Answer<RefundProgress> {
  switch (query.kind) {
    case "ok":
      if (query.value.state !== "absent") return query;
      return ok({ state: "processing", channelRefundNo: null }, query.call);
    case "unknown":
      return query;
    case "declined":
      return unknown("follow_up_failed", query.call, query.failure.code);
    case "throttled":
    case "misconfigured":
      return unknown("follow_up_failed", query.call, query.reason);
  }
}

/**
 * A repeated call can be refused because the first one did its work, such as a trade that is closed by its
 * full refund. So nothing is declined while Alipay has a refund under the number; and while it has none yet,
 * an earlier call may still be under way, so that only a refusal which is final for the refund declines it.
 */
function settleRefused(answer: Refused): Settling<RefundProgress, RefundProgress> {
  const { code } = answer.refusal;
  return (progress, call) => {
    if (progress.state !== "absent") return ok(progress, call);
    return isFinalForRefund(code) ? refused(answer, call) : unknown("refused", call, code);
  };
}

function refused({ meaning, refusal }: Refused, call: ChannelCall): Answer<RefundProgress> {
  const isAboutData = meaning.kind === "declined" && meaning.code === "parameters_refused";
  return declined(isAboutData ? "parameters_refused" : "refund_refused", { ...refusal, call });
}
