import { newId, systemClock } from "@compose-pay/runtime";
import { z } from "zod";

import type { Channel, OrderToCreate } from "../src/channel.ts";
import type { ChannelEnvironment } from "../src/channel-environment.ts";
import type { RefundToMake } from "../src/refund.ts";
import { openChannel } from "./open-channel.ts";
import { type SandboxRig, startSandboxRig } from "./sandbox-rig.ts";

/** WeChat Pay of the sandbox, with accounts of every kind. */
export interface WechatSandbox {
  readonly rig: SandboxRig;
  /** The demo account. */
  readonly channel: Channel;
  /** `wanted` is what `POST /control/accounts` takes. */
  newAccount(wanted: Record<string, unknown>): Promise<z.output<typeof accountFile>>;
  open(file: unknown, environment?: Partial<ChannelEnvironment>): Channel;
  /** What the sandbox knows of an order, which is what counts. */
  truth(order: Pick<OrderToCreate, "outTradeNo">): Promise<z.output<typeof orderTruth>>;
  /** One fault on the next call. */
  spoil(operation: string, fault: string, more?: Record<string, unknown>): Promise<void>;
  /** A refund of a part of an order that is paid. */
  refundable(channel?: Channel): Promise<RefundToMake>;
  /** Takes faults and rules back. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const accountFile = z.looseObject({ credentials: z.record(z.string(), z.unknown()) });
const orderTruth = z.object({
  status: z.string(),
  refunds: z.array(z.object({ out_refund_no: z.string(), amount: z.number() })),
});

export async function startWechatSandbox(): Promise<WechatSandbox> {
  const rig = await startSandboxRig();
  const demo = rig.open("wechat");
  const opened: Channel[] = [];
  const heal = async () => {
    await rig.control("DELETE", "/faults");
    await rig.control("PUT", "/wechat/refund-rules", { balance_empty: false, min_interval_ms: 0 });
    await Promise.all(opened.splice(0).map((channel) => channel.dispose()));
  };
  return {
    rig,
    channel: demo,
    newAccount: async (wanted) =>
      accountFile.parse(await rig.control("POST", "/accounts", { channel: "wechat", ...wanted })),
    open: (file, environment) => {
      const channel = openChannel(file, { clock: systemClock, ...environment });
      opened.push(channel);
      return channel;
    },
    truth: async ({ outTradeNo }) =>
      orderTruth.parse(await rig.control("GET", `/wechat/orders/${outTradeNo}`)),
    spoil: async (operation, fault, more) => {
      await rig.control("PUT", "/faults", [{ channel: "wechat", operation, fault, times: 1, ...more }]);
    },
    refundable: async (channel = demo) => {
      const order = rig.newOrder("wechat");
      const made = await channel.create(order);
      if (made.kind !== "ok") throw new Error(JSON.stringify(made));
      await rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, { notify: "none" });
      return partOf(order);
    },
    heal,
    stop: async () => {
      await heal();
      await rig.stop();
    },
  };
}

/** A refund of 9.99 yuan. */
export function partOf(order: OrderToCreate): RefundToMake {
  return {
    outRefundNo: newId("rfd"),
    order,
    channelTradeNo: null,
    money: { amount: 999, currency: "CNY" },
    createdAt: systemClock.now(),
    reason: "one tea too many",
    notifyUrl: order.notifyUrl,
  };
}
