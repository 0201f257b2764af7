import { declined, ok, settledBy, unknown } from "../answers.ts";
import type { Answer, CreatedOrder, OrderToCreate } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleCreate } from "../settle.ts";
import { readNextAction } from "./next-action-reading.ts";
import { queryOrder } from "./query-order.ts";
import type { WechatParts } from "./wechat-parts.ts";

/** WeChat Pay APIv3, every order that is paid later. The same parameters make no second order. */
export async function createOrder(
  parts: WechatParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const request = await parts.build.create(order);
  const answer = await parts.gateway.call({ operation: "create", request }, run);
  switch (answer.kind) {
    case "accepted": {
      const nextAction = readNextAction(parts, order, answer.body);
      if (nextAction === null) return unknown("answer_unreadable", answer.call);
      return ok({ state: "waiting", nextAction }, answer.call);
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
