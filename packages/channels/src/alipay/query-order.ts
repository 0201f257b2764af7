import { z } from "zod";

import { ok, unknown } from "../answers.ts";
import type { Answer, ChannelCall, OrderReference, OrderState } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { queryOf } from "./order-commands.ts";
import { differenceTo, readTrade, tradeStatus } from "./trade.ts";

/** Alipay OpenAPI, `alipay.trade.query`. That the call was carried out does not mean that anything was paid. */
export async function queryOrder(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<OrderState>> {
  const answer = await parts.gateway.call("query", queryOf(order), run);
  switch (answer.kind) {
    case "accepted":
      return readQueried(parts, order, answer);
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
  out_trade_no: z.string(),
  trade_no: z.string().min(1).max(64),
  trade_status: tradeStatus,
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
  trans_currency: z.string().optional(),
});

function readQueried(
  { clock }: AlipayParts,
  order: OrderReference,
  { body, call }: { readonly body: unknown; readonly call: ChannelCall },
): Answer<OrderState> {
  const told = queried.safeParse(body).data;
  if (told === undefined) return unknown("answer_unreadable", call);
  if ((told.trans_currency ?? "CNY") !== "CNY") return unknown("currency_differs", call);
  const trade = readTrade({ ...told, paymentTime: told.send_pay_date }, clock.now());
  if (trade === null) return unknown("answer_unreadable", call);
  const difference = differenceTo(order, trade);
  return difference === null ? ok(trade.state, call) : unknown(difference, call);
}
