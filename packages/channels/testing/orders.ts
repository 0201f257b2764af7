import type { OrderToCreate } from "../src/channel.ts";
import type { RefundToMake } from "../src/refund.ts";

/** The moment at which the scripted tests happen. */
export const testNow = new Date("2026-11-22T10:00:00Z");

export const testClock = { now: () => testNow };

/** An order of 1.00 yuan that expires half an hour later. */
export function orderOf(changes: Partial<OrderToCreate> = {}): OrderToCreate {
  return {
    outTradeNo: "att_01kaqz5v8r0000000000000001",
    method: "wechat_native",
    money: { amount: 100, currency: "CNY" },
    createdAt: testNow,
    expiresAt: new Date(testNow.getTime() + 1_800_000),
    closedAt: null,
    metadata: {},
    subject: "Tea",
    description: null,
    notifyUrl: "https://pay.example/channels/wechat/acc_1/notify",
    returnUrl: null,
    clientIp: null,
    payer: null,
    ...changes,
  };
}

/** A refund of 0.40 yuan of that order. */
export function refundOf(changes: Partial<RefundToMake> = {}): RefundToMake {
  return {
    outRefundNo: "rfd_01kaqz5v8r0000000000000001",
    order: orderOf(),
    channelTradeNo: "4200000263201902167700134902",
    money: { amount: 40, currency: "CNY" },
    createdAt: testNow,
    reason: null,
    notifyUrl: "https://pay.example/channels/wechat/acc_1/notify",
    ...changes,
  };
}
