import type { ChannelName } from "../core/channel-name.ts";
import type { OrderStore } from "../core/order-store.ts";
import type { Order } from "../core/order.ts";
import type { BillKnobs } from "./bill-knobs.ts";
import { filledOrder } from "./fill.ts";

/**
 * The orders, and behind them the payments of filled bills: one that is asked for by its number is put into
 * the books at that moment, so that it can be queried, refunded and looked at like any other.
 */
export function withFilledOrders(
  orders: OrderStore,
  knobs: BillKnobs,
  accountsOf: (channel: ChannelName) => readonly string[],
): OrderStore {
  const take = (channel: ChannelName, account: string, outTradeNo: string): Order | null => {
    const order = filledOrder({ channel, account }, outTradeNo, (day) =>
      knobs.fill.get({ channel, account, day: day.text }),
    );
    return order === null ? null : orders.adopt(order);
  };
  return {
    ...orders,
    find: (key) => orders.find(key) ?? take(key.channel, key.account, key.outTradeNo),
    findByNumber(channel, outTradeNo) {
      const found = orders.findByNumber(channel, outTradeNo);
      if (found !== null) return found;
      for (const account of accountsOf(channel)) {
        const taken = take(channel, account, outTradeNo);
        if (taken !== null) return taken;
      }
      return null;
    },
  };
}
