import type { Reply } from "../core/answer.ts";
import type { Operation } from "../core/fault.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { cancelTrade } from "./cancel-trade.ts";
import { closeTrade } from "./close-trade.ts";
import type { TradeReference } from "./find-trade.ts";
import { tradeReference } from "./find-trade.ts";
import { precreateBiz } from "./precreate-request.ts";
import { precreate } from "./precreate.ts";
import { queryTrade } from "./query-trade.ts";
import type { Params } from "./signed-params.ts";

export type Method = {
  readonly operation: Operation;
  call(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply;
};

/** What the gateway can do, by the name of the method. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["alipay.trade.precreate", { operation: "create", call: callPrecreate }],
  ["alipay.trade.query", { operation: "query", call: onTrade(queryTrade) }],
  ["alipay.trade.close", { operation: "close", call: onTrade(closeTrade) }],
  ["alipay.trade.cancel", { operation: "close", call: onTrade(cancelTrade) }],
]);

function callPrecreate(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply {
  const parsed = parseBiz(precreateBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  return precreate(desk, account, { biz: parsed.biz, notifyUrl: params["notify_url"] || undefined });
}

/** A method whose `biz_content` names one trade. */
function onTrade(
  verb: (desk: AlipayDesk, account: AlipayAccount, reference: TradeReference) => Reply,
): Method["call"] {
  return (desk, account, params) => {
    const parsed = parseBiz(tradeReference, params["biz_content"]);
    return "refused" in parsed ? parsed.refused : verb(desk, account, parsed.biz);
  };
}
