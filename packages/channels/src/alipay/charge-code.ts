import { z } from "zod";

import { declined, ok, type Settling, unknown } from "../answers.ts";
import type { Answer, ChannelCall, CreatedOrder, OrderToCreate } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { payByCode } from "./order-commands.ts";
import { codeOf, placeOrder, type Placing, settleRefused } from "./place-order.ts";
import { awaitingCustomer } from "./result-codes.ts";
import { differenceTo, readTrade } from "./trade.ts";

/**
 * Alipay OpenAPI, `alipay.trade.pay`: 10000 = paid, 10003 = the customer types a password.
 *
 * A payment code works once. A repeated call, whose first one may have charged it, can be refused for the
 * code although the order is paid or waits; so every refusal is settled by the order's own state, and
 * only an order that is not there, or ended without money, is declined.
 */
export function chargeCode(
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const placing: Placing = {
    command: payByCode(order),
    read: (body, call) => readCharged(parts, order, { body, call }),
    settle: (refused) => settleRefused(refused) ?? settleDeclined(refused),
  };
  return placeOrder(parts, order, { run, placing });
}

const charged = z.object({
  code: z.string(),
  out_trade_no: z.string(),
  trade_no: z.string().min(1).max(64),
  total_amount: z.string(),
  gmt_payment: z.string().optional(),
});

const waiting = { state: "waiting", nextAction: { type: "await_customer" } } as const;

/** What a 10003 tells beside the number is not needed: the query does, once the customer has decided. */
const begun = z.object({ code: z.literal(awaitingCustomer), out_trade_no: z.string() });

function readCharged(
  { clock }: AlipayParts,
  order: OrderToCreate,
  { body, call }: { readonly body: unknown; readonly call: ChannelCall },
): Answer<CreatedOrder> {
  const open = begun.safeParse(body).data;
  if (open !== undefined) {
    return open.out_trade_no === order.outTradeNo ? ok(waiting, call) : unknown("number_differs", call);
  }
  const told = charged.safeParse(body).data;
  const facts = told && { ...told, trade_status: "TRADE_SUCCESS" as const, paymentTime: told.gmt_payment };
  const trade = facts === undefined ? null : readTrade(facts, clock.now());
  if (trade === null || trade.state.state !== "paid") return unknown("answer_unreadable", call);
  const difference = differenceTo(order, trade);
  return difference === null ? ok(trade.state, call) : unknown(difference, call);
}

function settleDeclined(refused: Parameters<Placing["settle"]>[0]): Settling<CreatedOrder> {
  return (state, call) => {
    const refusal = () => declined(codeOf(refused), { ...refused.refusal, call });
    switch (state.state) {
      case "paid":
        return ok(state, call);
      case "waiting":
        return ok(waiting, call);
      case "closed":
        return state.moneyReturned ? ok(state, call) : refusal();
      case "failed":
      case "absent":
        return refusal();
    }
  };
}
