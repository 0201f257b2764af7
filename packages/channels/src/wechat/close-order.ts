import { ok, settledBy } from "../answers.ts";
import type { Answer, ClosedOrder, OrderReference } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { settleClose } from "../settle.ts";
import { queryOrder } from "./query-order.ts";
import type { WechatParts } from "./wechat-parts.ts";

/** WeChat Pay APIv3, close by out_trade_no. A refusal is settled by the order's own state. */
export async function closeOrder(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ClosedOrder>> {
  const request = await parts.build.close(order.outTradeNo);
  const answer = await parts.gateway.call({ operation: "close", request }, run);
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
