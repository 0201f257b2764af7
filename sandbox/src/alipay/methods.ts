import { z } from "zod";
import type { Answer, Reply } from "../core/answer.ts";
import type { Operation } from "../core/fault.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { payByCode } from "./barcode-pay.ts";
import { parseBiz } from "./biz-content.ts";
import { cancelTrade } from "./cancel-trade.ts";
import { closeTrade } from "./close-trade.ts";
import { createTrade } from "./create-trade.ts";
import { downloadCertificate } from "./download-certificate.ts";
import type { TradeReference } from "./find-trade.ts";
import { namesTrade, tradeNumbers } from "./find-trade.ts";
import { openPage, openWap } from "./open-cashier.ts";
import { precreate } from "./precreate.ts";
import { queryBillUrl } from "./query-bill-url.ts";
import { queryRefund } from "./query-refund.ts";
import { queryTrade } from "./query-trade.ts";
import { refundTrade } from "./refund-trade.ts";
import type { Params } from "./signed-params.ts";

type Verb<T> = (desk: AlipayDesk, account: AlipayAccount, params: Params) => T;

export type Method = { readonly operation: Operation } & (
  | { readonly kind: "call"; readonly call: Verb<Reply | Promise<Reply>> }
  /** Opened by a browser: it answers with a page and nothing is signed. */
  | { readonly kind: "page"; readonly open: Verb<Answer> }
);

/** What the gateway can do, by the name of the method. A page is rendered as an order is created. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["alipay.trade.page.pay", { kind: "page", operation: "create", open: openPage }],
  ["alipay.trade.wap.pay", { kind: "page", operation: "create", open: openWap }],
  ["alipay.trade.precreate", { kind: "call", operation: "create", call: precreate }],
  ["alipay.trade.create", { kind: "call", operation: "create", call: createTrade }],
  ["alipay.trade.pay", { kind: "call", operation: "create", call: payByCode }],
  ["alipay.trade.query", { kind: "call", operation: "query", call: onTrade(queryTrade) }],
  ["alipay.trade.close", { kind: "call", operation: "close", call: onTrade(closeTrade) }],
  ["alipay.trade.cancel", { kind: "call", operation: "close", call: onTrade(cancelTrade) }],
  ["alipay.trade.refund", { kind: "call", operation: "refund", call: refundTrade }],
  ["alipay.trade.fastpay.refund.query", { kind: "call", operation: "refund_query", call: queryRefund }],
  ["alipay.data.dataservice.bill.downloadurl.query", { kind: "call", operation: "bill", call: queryBillUrl }],
  [
    "alipay.open.app.alipaycert.download",
    { kind: "call", operation: "certificates", call: downloadCertificate },
  ],
]);

const tradeReference = z.looseObject(tradeNumbers).refine(...namesTrade);

/** A method whose `biz_content` names one trade and no more. */
function onTrade(
  verb: (desk: AlipayDesk, account: AlipayAccount, reference: TradeReference) => Reply,
): Verb<Reply> {
  return (desk, account, params) => {
    const parsed = parseBiz(tradeReference, params["biz_content"]);
    return "refused" in parsed ? parsed.refused : verb(desk, account, parsed.biz);
  };
}
