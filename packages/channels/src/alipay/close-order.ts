import { z } from "zod";

import { after, ok, settledBy, unknown } from "../answers.ts";
import type { Answer, ChannelCall, ClosedOrder, OrderReference } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleClose } from "../settle.ts";
import { type AlipayParts, queryOrder } from "./alipay-orders.ts";
import { byNumber } from "./request-builder.ts";

/**
 * Alipay OpenAPI, `alipay.trade.close`. Before the customer scans the code there is no trade to close, yet
 * the code can still be paid; `alipay.trade.cancel` then ends the number itself. It gives the money back
 * if the customer was faster, which the answer tells.
 */
export async function closeOrder(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const answer = await parts.gateway.call("close", byNumber("close", order.outTradeNo), run);
  switch (answer.kind) {
    case "accepted":
      return ok({ state: "closed", moneyReturned: false }, answer.call);
    case "refused": {
      const { meaning, refusal } = answer;
      if (meaning.kind === "absent") return after(refusal.call, await cancelOrder(parts, order, run));
      return settledBy(refusal.call, await queryOrder(parts, order, run), settleClose(refusal));
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

async function cancelOrder(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const answer = await parts.gateway.call("close", byNumber("cancel", order.outTradeNo), run);
  switch (answer.kind) {
    case "accepted":
      return readCancelled(answer.body, answer.call);
    case "refused": {
      const { meaning, refusal } = answer;
      if (meaning.kind === "absent") return ok({ state: "absent" }, refusal.call);
      return settledBy(refusal.call, await queryOrder(parts, order, run), settleClose(refusal));
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

const cancelled = z.object({
  out_trade_no: z.string().optional(),
  retry_flag: z.enum(["Y", "N"]).optional(),
  action: z.enum(["close", "refund"]).optional(),
});

/** `retry_flag` Y: Alipay could not finish and wants the same call again. No `action`: there was no trade. */
function readCancelled(body: unknown, call: ChannelCall): Answer<ClosedOrder> {
  const told = cancelled.safeParse(body).data;
  if (told === undefined) return unknown("answer_unreadable", call);
  if (told.retry_flag === "Y") return unknown("cancel_unfinished", call);
  return ok({ state: "closed", moneyReturned: told.action === "refund" }, call);
}
