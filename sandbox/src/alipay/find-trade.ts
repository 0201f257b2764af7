import { z } from "zod";
import type { Order } from "../core/order.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";

/** Alipay's number of a trade, the merchant's, or both; Alipay's counts first. */
export type TradeReference = {
  readonly trade_no?: string | undefined;
  readonly out_trade_no?: string | undefined;
};

/** The members of a `biz_content` that name a trade. */
export const tradeNumbers = {
  trade_no: z.string().min(1).max(64).optional(),
  out_trade_no: z.string().min(1).max(64).optional(),
};

/** For `refine`: one of the two numbers must be there. */
export const namesTrade: [(biz: TradeReference) => boolean, { path: string[]; message: string }] = [
  (biz: TradeReference) => biz.trade_no !== undefined || biz.out_trade_no !== undefined,
  { path: ["out_trade_no"], message: "trade_no or out_trade_no is needed" },
];

/** The application's own order, scanned or not; null when the two numbers do not belong together. */
export function findOrder(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Order | null {
  const { trade_no: tradeNo, out_trade_no: outTradeNo } = reference;
  if (tradeNo === undefined) {
    if (outTradeNo === undefined) return null;
    return desk.orders.find({ channel: "alipay", account: account.appId, outTradeNo });
  }
  const order = desk.orders.findByTransaction("alipay", account.appId, tradeNo);
  return outTradeNo === undefined || order?.outTradeNo === outTradeNo ? order : null;
}

/** The same, but only once the trade exists: from the customer's scan on. */
export function findTrade(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Order | null {
  const order = findOrder(desk, account, reference);
  return order === null || order.scannedAt === null ? null : order;
}
