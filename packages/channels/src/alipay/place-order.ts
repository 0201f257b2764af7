import { z } from "zod";

import { declined, ok, settledBy, type Settling, unknown } from "../answers.ts";
import type { Answer, ChannelCall, CreatedOrder, OrderToCreate } from "../channel.ts";
import type { GatewayAnswer } from "../gateway-answer.ts";
import type { NextAction } from "../next-action.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleCreate } from "../settle.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { createTrade, precreate } from "./order-commands.ts";
import { queryOrder } from "./query-order.ts";
import type { AlipayCommand } from "./request-builder.ts";

type Refused = Extract<GatewayAnswer, { kind: "refused" }>;

/** What a way to pay makes of the gateway's answers. */
export interface Placing {
  readonly command: AlipayCommand;
  readonly read: (body: unknown, call: ChannelCall) => Answer<CreatedOrder>;
  /** How the order's own state settles a refusal; null when the refusal is the last word. */
  readonly settle: (refused: Refused) => Settling<CreatedOrder> | null;
}

/** Alipay OpenAPI, `alipay.trade.precreate`. The trade comes into being when the customer scans the code. */
export function placeForScan(
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const read = (body: unknown, call: ChannelCall) => {
    const told = precreated.safeParse(body).data;
    return shown(order, told && { ...told, nextAction: { type: "qr_code", qr_code: told.qr_code } }, call);
  };
  return placeOrder(parts, order, {
    run,
    placing: { command: precreate(order), read, settle: settleRefused },
  });
}

/** `alipay.trade.create`: the trade waits for its buyer at once. */
export function placeForBuyer(
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const read = (body: unknown, call: ChannelCall) => {
    const told = created.safeParse(body).data;
    return shown(
      order,
      told && { ...told, nextAction: { type: "alipay_jsapi", trade_no: told.trade_no } },
      call,
    );
  };
  const command = createTrade(order, parts.credentials.opAppId);
  return placeOrder(parts, order, { run, placing: { command, read, settle: settleRefused } });
}

/** Asks for the order; where a refusal does not tell whether there is one, the order is asked about. */
export async function placeOrder(
  parts: AlipayParts,
  order: OrderToCreate,
  { run, placing }: { readonly run: OperationRun; readonly placing: Placing },
): Promise<Answer<CreatedOrder>> {
  const answer = await parts.gateway.call("create", placing.command, run);
  switch (answer.kind) {
    case "accepted":
      return placing.read(answer.body, answer.call);
    case "refused": {
      const settle = placing.settle(answer);
      if (settle === null) return declined(codeOf(answer), answer.refusal);
      return settledBy(answer.refusal.call, await queryOrder(parts, order, run), settle);
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** A create never finds a trade absent: such a word is a refusal like any other. */
export function codeOf({ meaning }: Refused) {
  return meaning.kind === "declined" ? meaning.code : "channel_refused";
}

export function settleRefused({ meaning, refusal }: Refused): Settling<CreatedOrder> | null {
  return meaning.kind === "ask" ? settleCreate(refusal, meaning.ifAbsent) : null;
}

const precreated = z.object({ out_trade_no: z.string(), qr_code: z.string().min(1).max(1_024) });
const created = z.object({ out_trade_no: z.string(), trade_no: z.string().min(1).max(64) });

function shown(
  order: OrderToCreate,
  told: { readonly out_trade_no: string; readonly nextAction: NextAction } | undefined,
  call: ChannelCall,
): Answer<CreatedOrder> {
  if (told === undefined) return unknown("answer_unreadable", call);
  if (told.out_trade_no !== order.outTradeNo) return unknown("number_differs", call);
  return ok({ state: "waiting", nextAction: told.nextAction }, call);
}
