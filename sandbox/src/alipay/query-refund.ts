import { z } from "zod";
import type { Reply } from "../core/answer.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { Order, Refund } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { findTrade, namesTrade, tradeNumbers } from "./find-trade.ts";
import { businessFailed, success } from "./node.ts";
import { text } from "./order-fields.ts";
import type { Params } from "./signed-params.ts";

const refundQueryBiz = z
  .looseObject({
    ...tradeNumbers,
    out_request_no: text(64).min(1),
    query_options: z.array(z.string()).optional(),
  })
  .refine(...namesTrade);

/**
 * alipay.trade.fastpay.refund.query. Success without any field of a refund = it has not gone back, be it
 * on its way, failed or never asked for.
 */
export function queryRefund(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply {
  const parsed = parseBiz(refundQueryBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  const { biz } = parsed;
  const order = findTrade(desk, account, biz);
  if (order === null) return businessFailed("TRADE_NOT_EXIST");
  const refund = desk.refunds.ofOrder(order.id).find((each) => each.outRefundNo === biz.out_request_no);
  if (refund === undefined || refund.status !== "success") return success({});
  return success({ ...arrived(order, refund), ...options(refund, biz.query_options ?? []) });
}

function arrived(order: Order, refund: Refund): Readonly<Record<string, unknown>> {
  return {
    trade_no: order.transactionId,
    out_trade_no: order.outTradeNo,
    out_request_no: refund.outRefundNo,
    ...(refund.reason === null ? {} : { refund_reason: refund.reason }),
    total_amount: toYuan(order.paidAmount ?? order.amount),
    refund_amount: toYuan(refund.amount),
    refund_status: "REFUND_SUCCESS",
    send_back_fee: toYuan(refund.amount),
  };
}

/** What is told only to those who ask for it. */
function options(refund: Refund, asked: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    ...(asked.includes("gmt_refund_pay")
      ? { gmt_refund_pay: toGatewayTime(refund.endedAt ?? refund.createdAt) }
      : {}),
    ...(asked.includes("refund_detail_item_list")
      ? { refund_detail_item_list: [{ fund_channel: "ALIPAYACCOUNT", amount: toYuan(refund.amount) }] }
      : {}),
  };
}
