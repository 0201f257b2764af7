import { isBarcode } from "@compose-pay/domain";

import { z } from "zod";

import { after, ok, settledBy, unknown } from "../answers.ts";
import type { Answer, ChannelCall, ClosedOrder, OrderReference } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleClose } from "../settle.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { cancelOrder } from "./cancel-order.ts";
import { byNumber } from "./order-commands.ts";
import { queryOrder } from "./query-order.ts";

/** Ends an order in the way that its method has for it. */
export function closeOrder(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  return isBarcode(order.method) ? endCharge(parts, order, run) : endTrade(parts, order, run);
}

/**
 * Alipay OpenAPI, `alipay.trade.close`. Before the customer scans a code or opens the cashier there is no
 * trade to close, yet both can still be paid:
 *
 * - A code of `alipay.trade.precreate` was made at Alipay; `alipay.trade.cancel` ends it there.
 * - A signed page or order string is known to the customer alone, so there is nothing to cancel. The
 *   order is `absent`, which is final only after its `time_expire`: no trade begins then any more.
 */
async function endTrade(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const answer = await parts.gateway.call("close", byNumber("close", order.outTradeNo), run);
  switch (answer.kind) {
    case "accepted":
      return readClosed(order, answer.body, answer.call);
    case "refused": {
      const { meaning, refusal } = answer;
      if (meaning.kind !== "absent") {
        return settledBy(refusal.call, await queryOrder(parts, order, run), settleClose(refusal));
      }
      if (order.method !== "alipay_qr") return ok({ state: "absent" }, refusal.call);
      return after(refusal.call, await cancelOrder(parts, order, run));
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

const closed = z.object({ out_trade_no: z.string().optional() });

/** A signature bounds an answer to no call: one that names another number is an answer to another close. */
function readClosed(order: OrderReference, body: unknown, call: ChannelCall): Answer<ClosedOrder> {
  const told = closed.safeParse(body).data;
  if (told === undefined) return unknown("answer_unreadable", call);
  if ((told.out_trade_no ?? order.outTradeNo) !== order.outTradeNo) return unknown("number_differs", call);
  return ok({ state: "closed", moneyReturned: false }, call);
}

/**
 * A charged code is cancelled, which gives the money back if the customer was faster. What is known to be
 * paid stays paid, so the order is asked about first.
 */
async function endCharge(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const query = await queryOrder(parts, order, run);
  if (query.kind !== "ok") return query;
  switch (query.value.state) {
    case "paid":
      return { ...query, value: { state: "paid" } };
    case "closed":
      return { ...query, value: query.value };
    case "failed":
      return { ...query, value: { state: "closed", moneyReturned: false } };
    case "waiting":
    case "absent":
      return after(query.call, await cancelOrder(parts, order, run));
  }
}
