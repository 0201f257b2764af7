import { z } from "zod";

import type { OrderReference, OrderState, UnknownReason } from "../channel.ts";
import { readChinaDateTime } from "../china-time.ts";
import { fenOf } from "./yuan.ts";

/** A trade as Alipay tells it, in a query's answer and in a notification alike. */
export interface Trade {
  readonly outTradeNo: string;
  /** In fen. */
  readonly total: number;
  readonly state: OrderState;
}

export const tradeStatus = z.enum(["WAIT_BUYER_PAY", "TRADE_SUCCESS", "TRADE_FINISHED", "TRADE_CLOSED"]);

/** The same facts under the names that the two messages give them. */
export interface ToldTrade {
  readonly out_trade_no: string;
  readonly trade_no: string;
  readonly trade_status: z.output<typeof tradeStatus>;
  readonly total_amount: string;
  /** `send_pay_date` of a query, `gmt_payment` of a notification. */
  readonly paymentTime: string | undefined;
  /** All that was refunded so far, in yuan; a notification tells it, a query does not. */
  readonly refund_fee?: string | undefined;
}

/**
 * Null when an amount or a time cannot be read.
 *
 * @param now the time of payment where Alipay does not tell it
 */
export function readTrade(told: ToldTrade, now: Date): Trade | null {
  const total = fenOf(told.total_amount);
  const paidAt = told.paymentTime === undefined ? null : readChinaDateTime(told.paymentTime);
  const refunded = fenOf(told.refund_fee ?? "0");
  if (refunded === null || total === null || (told.paymentTime !== undefined && paidAt === null)) return null;
  return {
    outTradeNo: told.out_trade_no,
    total,
    state: stateOf(told, { total, refunded, paidAt: paidAt ?? now }),
  };
}

/** What of a trade does not fit the order it was asked for, or null. */
export function differenceTo(order: OrderReference, trade: Trade): UnknownReason | null {
  if (trade.outTradeNo !== order.outTradeNo) return "number_differs";
  return trade.total === order.money.amount ? null : "amount_differs";
}

/** A trade that was paid and wholly refunded is `TRADE_CLOSED` too; a payment or a refund gives it away. */
function stateOf(
  told: ToldTrade,
  { total, refunded, paidAt }: { readonly total: number; readonly refunded: number; readonly paidAt: Date },
): OrderState {
  switch (told.trade_status) {
    case "WAIT_BUYER_PAY":
      return { state: "waiting" };
    case "TRADE_SUCCESS":
    case "TRADE_FINISHED":
      return {
        state: "paid",
        money: { amount: total, currency: "CNY" },
        channelTradeNo: told.trade_no,
        paidAt,
      };
    case "TRADE_CLOSED":
      return { state: "closed", moneyReturned: told.paymentTime !== undefined || refunded > 0 };
  }
}
