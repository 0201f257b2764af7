import { after, declined, ok, settledBy, type Settling, unknown } from "../answers.ts";
import type { Answer, ChannelCall, CreatedOrder, OrderState, OrderToCreate } from "../channel.ts";
import type { GatewayAnswer } from "../gateway-answer.ts";
import type { OperationRun } from "../operation-run.ts";
import { queryOrder, readFor } from "./query-order.ts";
import type { WechatParts } from "./wechat-parts.ts";

/**
 * WeChat Pay APIv3, 付款码: charges the customer whose code the till scanned. The number is asked for first,
 * because an earlier call without an answer may have taken the money, and the code with it: what is there
 * is told and not charged again.
 */
export async function chargeCode(
  parts: WechatParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const known = await queryOrder(parts, order, run);
  if (known.kind !== "ok") return known;
  if (known.value.state !== "absent") return createdBy(known.value, known.call);
  return after(known.call, await charge(parts, order, run));
}

async function charge(
  parts: WechatParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const request = await parts.build.create(order);
  const answer = await parts.gateway.call({ operation: "create", request }, run);
  switch (answer.kind) {
    case "accepted": {
      const charged = readFor(parts, order, answer);
      return charged.kind === "ok" ? createdBy(charged.value.state, charged.call) : charged;
    }
    case "refused":
      return settledBy(answer.refusal.call, await queryOrder(parts, order, run), settleCharge(answer));
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

type Refused = Extract<GatewayAnswer, { kind: "refused" }>;

/** What was refused is no order, unless the refusal itself speaks of one. */
function settleCharge({ meaning, refusal }: Refused): Settling<CreatedOrder> {
  return (state, call) => {
    if (state.state !== "absent") return createdBy(state, call);
    switch (meaning.kind) {
      case "declined":
        return declined(meaning.code, { ...refusal, call });
      case "absent":
        return declined("channel_refused", { ...refusal, call });
      case "ask":
        return meaning.ifAbsent === "declined"
          ? declined("channel_refused", { ...refusal, call })
          : unknown(meaning.ifAbsent, call, refusal.code);
    }
  };
}

/** An order that waits does so for its customer's PIN, whichever call says it. */
function createdBy(state: OrderState, call: ChannelCall): Answer<CreatedOrder> {
  switch (state.state) {
    case "paid":
    case "closed":
      return ok(state, call);
    case "waiting":
      return ok({ state: "waiting", nextAction: { type: "await_customer" } }, call);
    case "failed":
      return { kind: "declined", failure: state.failure, call, earlierCalls: [] };
    case "absent":
      return unknown("answer_unreadable", call);
  }
}
