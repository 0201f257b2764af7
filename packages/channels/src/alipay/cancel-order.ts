import { setTimeout as pause } from "node:timers/promises";

import { z } from "zod";

import { after, ok, settledBy, unknown } from "../answers.ts";
import type { Answer, ChannelCall, ClosedOrder, OrderReference } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleClose } from "../settle.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { byNumber } from "./order-commands.ts";
import { queryOrder } from "./query-order.ts";

/** How long Alipay gets between two cancels of one order. */
const pauseMs = 500;

/**
 * Alipay OpenAPI, `alipay.trade.cancel`: what it ends is not paid afterwards. Money that was taken goes back,
 * which the answer tells. While Alipay wants the call again (`retry_flag` Y), it is
 * repeated within the operation's deadline.
 */
export async function cancelOrder(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const answer = await cancelOnce(parts, order, run);
  const isUnfinished = answer.kind === "unknown" && answer.reason === "cancel_unfinished";
  if (!isUnfinished || !(await hasTime(run))) return answer;
  return after(answer.call, await cancelOrder(parts, order, run));
}

async function cancelOnce(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const answer = await parts.gateway.call("close", byNumber("cancel", order.outTradeNo), run);
  switch (answer.kind) {
    case "accepted":
      return readCancelled(order, answer.body, answer.call);
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

/**
 * Alipay tells what it did (`action`) where it had something to end. A cancel of a number that it has no trade
 * under is carried out as well, and says nothing about a code or a call that is still on its way: the order
 * is absent then, and closed here only once its time is over.
 */
function readCancelled(order: OrderReference, body: unknown, call: ChannelCall): Answer<ClosedOrder> {
  const told = cancelled.safeParse(body).data;
  if (told === undefined) return unknown("answer_unreadable", call);
  if ((told.out_trade_no ?? order.outTradeNo) !== order.outTradeNo) return unknown("number_differs", call);
  if (told.retry_flag === "Y") return unknown("cancel_unfinished", call);
  if (told.action === undefined) return ok({ state: "absent" }, call);
  return ok({ state: "closed", moneyReturned: told.action === "refund" }, call);
}

/** False once the deadline has come, even in the middle of the pause. */
async function hasTime({ deadline }: OperationRun): Promise<boolean> {
  try {
    await pause(pauseMs, undefined, { signal: deadline });
    return true;
  } catch {
    return false;
  }
}
