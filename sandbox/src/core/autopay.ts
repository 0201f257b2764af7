import { createHash } from "node:crypto";
import { z } from "zod";
import { channelNames } from "./channel-name.ts";
import type { ChannelName } from "./channel-name.ts";
import type { Order } from "./order.ts";
import type { Payer } from "./payer.ts";

/** Customers who pay by themselves: `ratio` of the orders, `after_ms` after their creation. */
export const autopaySchema = z.strictObject({
  channel: z.enum(channelNames),
  ratio: z.number().min(0).max(1),
  after_ms: z.int().min(0).max(600_000),
});

export type AutopayRule = z.infer<typeof autopaySchema>;

export type Autopay = {
  set(rule: AutopayRule): void;
  list(): readonly AutopayRule[];
  /** An order was created, or its code was handed out again: its customer may pay it soon. */
  consider(order: Order): void;
  close(): void;
};

/** Rules and timers live in memory: after a restart nobody pays until a tester says so again. */
export function createAutopay(payer: Payer): Autopay {
  const rules = new Map<ChannelName, AutopayRule>();
  const timers = new Map<number, NodeJS.Timeout>();
  return {
    set: (rule) => void rules.set(rule.channel, rule),
    list: () => [...rules.values()],
    consider(order) {
      const rule = rules.get(order.channel);
      if (rule === undefined || timers.has(order.id) || willing(order) >= rule.ratio) return;
      const payNow = () => {
        timers.delete(order.id);
        payer.pay(order, { notify: "normal", delayMs: 0 });
      };
      timers.set(order.id, setTimeout(payNow, rule.after_ms));
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** A number in [0, 1) that follows from the order, so that asking twice does not make it likelier to be paid. */
function willing(order: Order): number {
  const digest = createHash("sha256")
    .update(`${order.channel}/${order.account}/${order.outTradeNo}`)
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
