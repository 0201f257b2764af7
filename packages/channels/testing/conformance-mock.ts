import type { OrderReference } from "../src/channel.ts";
import type { ConformanceSubject } from "./conformance-rig.ts";
import { openChannel } from "./open-channel.ts";
import { orderOf } from "./orders.ts";

const nobody = "no channel is behind it that could be asked or spoilt";
const forgetful = "it keeps nothing: each answer follows from the order as it is given";

export const mockSubject: ConformanceSubject = {
  name: "mock",
  ways: { mock: { action: "await_customer", isSilent: true } },
  lacks: {
    truth: nobody,
    memory: forgetful,
    faults: nobody,
    other_sum: nobody,
    differing_account: nobody,
    differing_number: nobody,
    differing_amount: nobody,
    differing_currency: nobody,
    notifications: "it sends none",
    refund_notifications: "it sends none",
    open_refunds: "its refunds end by the clock alone, which its own tests hold",
    abnormal_refunds: "its abnormal refunds follow from the order, which its own tests hold",
    empty_balance: nobody,
    bills: nobody,
    keys: "its account has none",
  },
  toleratedTampers: [],
  start: async () => {
    const channel = openChannel({ channel: "mock", name: "mock", live: false });
    let numbers = 0;
    const next = () => (numbers += 1);
    return {
      channel,
      hasty: channel,
      newOrder: (method) => orderOf({ method, outTradeNo: `att_mock_${next()}`, metadata: { mock: "pend" } }),
      begin: async () => undefined,
      pay: async (order) => ({ ...order, metadata: { mock: "succeed" } }),
      newRefund: (order: OrderReference, amount) => ({
        outRefundNo: `rfd_mock_${next()}`,
        order,
        channelTradeNo: null,
        money: { amount, currency: "CNY" },
        createdAt: order.createdAt,
        reason: null,
        notifyUrl: "https://pay.example/channels/mock/acc_1/notify",
      }),
      stop: () => channel.dispose(),
      controls: null,
    };
  },
};
