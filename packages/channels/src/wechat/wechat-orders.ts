import { z } from "zod";

import { declined, ok, settledBy, unknown } from "../answers.ts";
import type {
  Answer,
  ChannelCall,
  ClosedOrder,
  CreatedOrder,
  OrderReference,
  OrderState,
  OrderToCreate,
} from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleClose, settleCreate } from "../settle.ts";
import type { WechatRequestBuilder } from "./request-builder.ts";
import { differenceTo, readTransaction } from "./transaction.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";
import type { WechatGateway } from "./wechat-gateway.ts";

export interface WechatParts {
  readonly credentials: WechatCredentials;
  readonly gateway: WechatGateway;
  readonly build: WechatRequestBuilder;
}

const createdBody = z.object({ code_url: z.string().min(1).max(512) });

/** WeChat Pay APIv3, Native order. */
export async function createNative(
  parts: WechatParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const answer = await parts.gateway.call("create", await parts.build.createNative(order), run);
  switch (answer.kind) {
    case "accepted": {
      const code = createdBody.safeParse(answer.body).data?.code_url;
      if (code === undefined) return unknown("answer_unreadable", answer.call);
      return ok({ state: "waiting", nextAction: { type: "qr_code", qr_code: code } }, answer.call);
    }
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

/** WeChat Pay APIv3, query by out_trade_no. */
export async function queryOrder(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<OrderState>> {
  const answer = await parts.gateway.call("query", await parts.build.query(order.outTradeNo), run);
  switch (answer.kind) {
    case "accepted":
      return readState(parts.credentials, order, answer);
    case "refused":
      if (answer.meaning.kind === "absent") return ok({ state: "absent" }, answer.refusal.call);
      return unknown("refused", answer.refusal.call, answer.refusal.code);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** WeChat Pay APIv3, close by out_trade_no. A refusal is settled by the order's own state. */
export async function closeOrder(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const answer = await parts.gateway.call("close", await parts.build.close(order.outTradeNo), run);
  switch (answer.kind) {
    case "accepted":
      return ok({ state: "closed", moneyReturned: false }, answer.call);
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

function readState(
  credentials: WechatCredentials,
  order: OrderReference,
  { body, call }: { readonly body: unknown; readonly call: ChannelCall },
): Answer<OrderState> {
  const reading = readTransaction(body, credentials);
  if (reading.kind === "unreadable") return unknown("answer_unreadable", call);
  if (reading.kind !== "read") return unknown(reading.kind, call);
  const difference = differenceTo(order, reading);
  return difference === null ? ok(reading.state, call) : unknown(difference, call);
}
