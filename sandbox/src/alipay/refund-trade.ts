import { z } from "zod";
import type { Reply } from "../core/answer.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { Order, Refund } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { buyerFields } from "./buyer.ts";
import { findTrade, namesTrade, tradeNumbers } from "./find-trade.ts";
import { businessFailed, success } from "./node.ts";
import { openRefund } from "./open-refund.ts";
import { text, yuan } from "./order-fields.ts";
import type { Params } from "./signed-params.ts";
import { refundedOf, tradeStatus } from "./trade-status.ts";

const refundBiz = z
  .looseObject({
    ...tradeNumbers,
    refund_amount: yuan,
    /** The merchant's number; the order's own unless given, and then all of the money goes back. */
    out_request_no: text(64).min(1).optional(),
    refund_reason: text(256).optional(),
  })
  .refine(...namesTrade);

type RefundBiz = z.infer<typeof refundBiz>;

/**
 * alipay.trade.refund. `refund_fee` is what has gone back so far in all; `fund_change` says whether money
 * moved in this very call: N for a repeat, and N while it is on its way.
 */
export function refundTrade(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply {
  const parsed = parseBiz(refundBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  const { biz } = parsed;
  const order = findTrade(desk, account, biz);
  if (order === null) return businessFailed("TRADE_NOT_EXIST");
  const requestNo = biz.out_request_no ?? order.outTradeNo;
  const earlier = desk.refunds.ofOrder(order.id).find((refund) => refund.outRefundNo === requestNo);
  if (earlier !== undefined) return repeat(desk, order, { biz, earlier });
  const refused = refusalOf(desk, order, biz);
  if (refused !== null) return refused;
  const wish = { requestNo, amount: biz.refund_amount, reason: biz.refund_reason ?? null };
  const opened = openRefund(desk, order, wish);
  if ("refused" in opened) return opened.refused;
  const { refund } = opened;
  return refundNode(desk, order, { refund, hasMoved: refund.status === "success" });
}

/** The same request again moves nothing; one whose money came back to the seller is tried once more. */
function repeat(
  desk: AlipayDesk,
  order: Order,
  { biz, earlier }: { readonly biz: RefundBiz; readonly earlier: Refund },
): Reply {
  if (earlier.amount !== biz.refund_amount) return businessFailed("DISCORDANT_REPEAT_REQUEST");
  if (earlier.status === "closed") return businessFailed("TRADE_NOT_ALLOW_REFUND");
  if (earlier.status !== "abnormal") return refundNode(desk, order, { refund: earlier, hasMoved: false });
  const refund = desk.refunds.resume(earlier, earlier.details) ?? earlier;
  return refundNode(desk, order, { refund, hasMoved: refund.status === "success" });
}

function refusalOf(desk: AlipayDesk, order: Order, biz: RefundBiz): Reply | null {
  const paid = order.paidAmount ?? order.amount;
  if (order.status !== "paid") return businessFailed("TRADE_STATUS_ERROR");
  const status = tradeStatus(order, 0, desk.clock.now());
  if (status === "TRADE_FINISHED") return businessFailed("TRADE_HAS_FINISHED");
  if (biz.out_request_no === undefined && biz.refund_amount !== paid) {
    return businessFailed("REFUND_AMT_NOT_EQUAL_TOTAL");
  }
  return null;
}

function refundNode(
  desk: AlipayDesk,
  order: Order,
  { refund, hasMoved }: { readonly refund: Refund; readonly hasMoved: boolean },
): Reply {
  const amount = toYuan(refund.amount);
  const arrived =
    refund.status === "success"
      ? {
          gmt_refund_pay: toGatewayTime(refund.endedAt ?? refund.createdAt),
          send_back_fee: amount,
          refund_detail_item_list: [{ fund_channel: "ALIPAYACCOUNT", amount }],
        }
      : {};
  return success({
    trade_no: order.transactionId,
    out_trade_no: order.outTradeNo,
    ...buyerFields(order),
    refund_fee: toYuan(refundedOf(desk.refunds.ofOrder(order.id))),
    fund_change: hasMoved ? "Y" : "N",
    ...arrived,
  });
}
