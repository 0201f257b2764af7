import type { Clock } from "@compose-pay/runtime";
import { z } from "zod";

import { declined, ok, settledBy, unknown } from "../answers.ts";
import type {
  Answer,
  ChannelCall,
  CreatedOrder,
  OrderReference,
  OrderState,
  OrderToCreate,
} from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleCreate } from "../settle.ts";
import type { AlipayGateway } from "./alipay-gateway.ts";
import { byNumber, precreate } from "./request-builder.ts";
import { differenceTo, readTrade, tradeStatus } from "./trade.ts";

export interface AlipayParts {
  readonly gateway: AlipayGateway;
  readonly clock: Clock;
}

const precreated = z.object({ out_trade_no: z.string(), qr_code: z.string().min(1).max(1_024) });

/** Alipay OpenAPI, `alipay.trade.precreate`. The trade comes into being when the customer scans the code. */
export async function precreateOrder(
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const answer = await parts.gateway.call("create", precreate(order), run);
  switch (answer.kind) {
    case "accepted":
      return readPrecreated(order, answer.body, answer.call);
    case "refused": {
      const { meaning, refusal } = answer;
      if (meaning.kind === "declined") return declined(meaning.code, refusal);
      if (meaning.kind === "absent") return declined("channel_refused", refusal);
      const settle = settleCreate(refusal, meaning.ifAbsent);
      return settledBy(refusal.call, await queryOrder(parts, order, run), settle);
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** Alipay OpenAPI, `alipay.trade.query`. That the call was carried out does not mean that anything was paid. */
export async function queryOrder(
  parts: AlipayParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<OrderState>> {
  const answer = await parts.gateway.call("query", byNumber("query", order.outTradeNo), run);
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

function readPrecreated(order: OrderToCreate, body: unknown, call: ChannelCall): Answer<CreatedOrder> {
  const created = precreated.safeParse(body).data;
  if (created === undefined) return unknown("answer_unreadable", call);
  if (created.out_trade_no !== order.outTradeNo) return unknown("number_differs", call);
  return ok({ state: "waiting", nextAction: { type: "qr_code", qr_code: created.qr_code } }, call);
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
