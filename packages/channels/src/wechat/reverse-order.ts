import { setTimeout as pause } from "node:timers/promises";

import { after, ok, unknown } from "../answers.ts";
import type { Answer, ChannelCall, ClosedOrder, OrderReference, OrderState } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { lookUpOrder } from "./query-order.ts";
import type { WechatParts } from "./wechat-parts.ts";

const mostReverses = 3;
const pauseMs = 300;

/**
 * WeChat Pay APIv3, 撤销: the end of a 付款码 order, which cannot be closed. It would take the money back of an
 * order that is paid, so that the order is asked for first: only what waits, or is not seen yet, is
 * reversed. The reverse tells nothing of money, so that the order is asked for afterwards too; it is sent
 * again, with the same number, until the order has ended.
 */
export async function reverseOrder(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const known = await lookUpOrder(parts, order, run);
  if (known.kind !== "ok") return known;
  const ended = known.value === "absent" ? null : endOf(known.value.state);
  if (ended !== null) return ok(ended, known.call);
  return after(known.call, await reverseUntilEnded(parts, order, run));
}

async function reverseUntilEnded(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const calls: ChannelCall[] = [];
  for (let tries = 1; ; tries += 1) {
    const step = await reverseOnce(parts, order, run);
    if (step.kind !== "unknown" || tries === mostReverses || run.deadline.aborted) return behind(calls, step);
    calls.push(...step.earlierCalls, step.call);
    await pause(pauseMs * tries, undefined, { signal: run.deadline }).catch(() => undefined);
  }
}

async function reverseOnce(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const request = parts.build.reverse(order);
  const answer = await parts.gateway.call({ operation: "close", request }, run);
  switch (answer.kind) {
    case "accepted":
      return after(answer.call, await reversed(parts, order, run));
    case "refused": {
      const { meaning, refusal } = answer;
      if (meaning.kind === "absent") return ok({ state: "absent" }, refusal.call);
      return after(refusal.call, await reversed(parts, order, run));
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** What became of an order that was just reversed. Before it was not paid, so that a refund now is the reverse's own. */
async function reversed(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const known = await lookUpOrder(parts, order, run);
  if (known.kind !== "ok") return unknown("follow_up_failed", known.call);
  const { value, call } = known;
  if (value === "absent" || value.tradeState === "SUCCESS") return unknown("cancel_unfinished", call);
  if (value.tradeState === "REFUND") return ok({ state: "closed", moneyReturned: true }, call);
  const ended = endOf(value.state);
  return ended === null ? unknown("cancel_unfinished", call) : ok(ended, call);
}

/** Null while the order may still be paid. */
function endOf(state: OrderState): ClosedOrder | null {
  switch (state.state) {
    case "paid":
      return { state: "paid" };
    case "closed":
      return state;
    case "failed":
      return { state: "closed", moneyReturned: false };
    case "waiting":
    case "absent":
      return null;
  }
}

function behind(earlier: readonly ChannelCall[], answer: Answer<ClosedOrder>): Answer<ClosedOrder> {
  return { ...answer, earlierCalls: [...earlier, ...answer.earlierCalls] };
}
