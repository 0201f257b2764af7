import { z } from "zod";
import { toRfc3339 } from "../core/china-time.ts";
import type { Order, Refund } from "../core/order.ts";

const wechatRefundDetails = z.object({
  fundsAccount: z.enum(["AVAILABLE", "UNSETTLED"]).default("AVAILABLE"),
  from: z.array(z.object({ account: z.string(), amount: z.int() })).optional(),
  /** Where the money goes when the way it came is barred. */
  bankCard: z.enum(["USER_BANK_CARD", "MERCHANT_BANK_CARD"]).optional(),
});

/** What a WeChat refund keeps beside the members of every refund. */
export type WechatRefundDetails = z.input<typeof wechatRefundDetails>;

export function refundDetailsOf(refund: Refund): z.output<typeof wechatRefundDetails> {
  return wechatRefundDetails.parse(JSON.parse(refund.details));
}

const receivers = {
  USER_BANK_CARD: "招商银行信用卡0403",
  MERCHANT_BANK_CARD: "商户结算银行卡",
} as const;

/** Into which account of the customer the money goes. */
export function receiverOf(refund: Refund): string {
  const { bankCard } = refundDetailsOf(refund);
  return bankCard === undefined ? "支付用户零钱" : receivers[bankCard];
}

/** The object that creation, query and abnormal refund answer with (WeChat Pay APIv3, refund). */
export function toRefundView(refund: Refund, order: Order): Readonly<Record<string, unknown>> {
  const details = refundDetailsOf(refund);
  const paid = order.paidAmount ?? order.amount;
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    channel: details.bankCard === undefined ? "ORIGINAL" : "OTHER_BANKCARD",
    user_received_account: receiverOf(refund),
    ...successTime(refund),
    create_time: toRfc3339(refund.createdAt),
    status: refund.status.toUpperCase(),
    funds_account: details.fundsAccount,
    amount: {
      total: paid,
      refund: refund.amount,
      from: details.from ?? [],
      payer_total: paid,
      payer_refund: refund.amount,
      settlement_refund: refund.amount,
      settlement_total: paid,
      discount_refund: 0,
      currency: "CNY",
      refund_fee: 0,
    },
    promotion_detail: [],
  };
}

/** Only a refund that has arrived has one. */
export function successTime(refund: Refund): { readonly success_time?: string } {
  if (refund.status !== "success" || refund.endedAt === null) return {};
  return { success_time: toRfc3339(refund.endedAt) };
}
