import { z } from "zod";
import type { Order } from "../core/order.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";

/** Names an order by Alipay's number, the merchant's, or both; Alipay's counts first. */
export const tradeReference = z
  .looseObject({
    trade_no: z.string().min(1).max(64).optional(),
    out_trade_no: z.string().min(1).max(64).optional(),
  })
  .refine((biz) => biz.trade_no !== undefined || biz.out_trade_no !== undefined, {
    path: ["out_trade_no"],
    message: "trade_no or out_trade_no is needed",
  });

export type TradeReference = z.infer<typeof tradeReference>;

/** The application's own order, scanned or not; null when the two numbers do not belong together. */
export function findOrder(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Order | null {
  const { trade_no: tradeNo, out_trade_no: outTradeNo } = reference;
  if (tradeNo === undefined) {
    return desk.orders.find({ channel: "alipay", account: account.appId, outTradeNo: outTradeNo ?? "" });
  }
  const order = desk.orders.findByTransaction("alipay", account.appId, tradeNo);
  return outTradeNo === undefined || order?.outTradeNo === outTradeNo ? order : null;
}

/** The same, but only once the trade exists: from the customer's scan on. */
export function findTrade(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Order | null {
  const order = findOrder(desk, account, reference);
  return order === null || order.scannedAt === null ? null : order;
}
