import { newId } from "@compose-pay/runtime";
import { z } from "zod";

import type { Channel, OrderReference, OrderToCreate } from "../src/channel.ts";
import type { RawNotification } from "../src/notification-reading.ts";
import type { RefundReference, RefundToMake } from "../src/refund.ts";
import type { ChannelControls, ConformanceRig, OrderTruth } from "./conformance-rig.ts";
import { type SandboxChannel, type SandboxRig, startSandboxRig } from "./sandbox-rig.ts";

/** What a channel of the sandbox has for itself. */
export interface SandboxParts {
  readonly channel: SandboxChannel;
  /** The account under test; the demo's if it is not given. */
  readonly account?: (rig: SandboxRig) => Promise<unknown>;
  readonly order: (order: OrderToCreate) => OrderToCreate;
  readonly begin: (rig: SandboxRig, ...begun: Parameters<ConformanceRig["begin"]>) => Promise<void>;
  readonly differing: ChannelControls["differing"];
  readonly setBalanceEmpty: (rig: SandboxRig, isEmpty: boolean) => Promise<void>;
  readonly prepare: (rig: SandboxRig) => Promise<void>;
  readonly openWith: (rig: SandboxRig, wrong: "own_key" | "channel_key") => Channel;
}

const hastyMs = 400;
const dayMs = 86_400_000;
/** Bills are made in the first hours of a day. */
const billMakingMs = 10 * 3_600_000;
const heldUpMs = 500;

/** One channel of the sandbox over HTTP, as the suite drives it. */
export async function startConformanceRig(parts: SandboxParts): Promise<ConformanceRig> {
  const rig = await startSandboxRig();
  await parts.prepare(rig);
  const { channel: name } = parts;
  const file = await (parts.account?.(rig) ?? rig.sandbox.accounts()[name]);
  return {
    channel: rig.openFile(file),
    hasty: rig.openFile(file, { deadlinesMs: hastyDeadlines, billDownload: hastyDownload }),
    newOrder: (method) => {
      const order = rig.newOrder(name, { method });
      return parts.order({ ...order, notifyUrl: rig.notifyUrl(order.outTradeNo) });
    },
    begin: (order, action) => parts.begin(rig, order, action),
    pay: async (order) => {
      await rig.control("POST", `/${name}/orders/${order.outTradeNo}/pay`, { notify: "none" });
      return order;
    },
    newRefund: (paid, amount) => newRefund(rig, paid, amount),
    stop: () => rig.stop(),
    controls: { ...orderControls(rig, name), ...refundControls(rig, parts), differing: parts.differing },
  };
}

const hastyDeadlines = {
  create: hastyMs,
  query: hastyMs,
  close: hastyMs,
  refund: hastyMs,
  refund_query: hastyMs,
  certificates: hastyMs,
  bill: hastyMs,
};

const hastyDownload = {
  silenceMs: hastyMs,
  wholeMs: hastyMs,
  mostBytes: 1_048_576,
  mostPlainBytes: 1_048_576,
};

function newRefund(rig: SandboxRig, order: OrderReference, amount: number): RefundToMake {
  const outRefundNo = newId("rfd");
  return {
    outRefundNo,
    order,
    channelTradeNo: null,
    money: { amount, currency: "CNY" },
    createdAt: new Date(),
    reason: "退货",
    notifyUrl: rig.notifyUrl(outRefundNo),
  };
}

type OrderControls = Pick<
  ChannelControls,
  "truth" | "payOtherSum" | "spoil" | "heal" | "holdUp" | "payAndNotify" | "notifyAgain"
>;

function orderControls(rig: SandboxRig, channel: SandboxChannel): OrderControls {
  const at = ({ outTradeNo }: OrderReference) => `/${channel}/orders/${outTradeNo}`;
  return {
    truth: async (order) => readTruth(await rig.control("GET", at(order))),
    payOtherSum: async (order, amount) => {
      await rig.control("POST", `${at(order)}/pay`, { amount, notify: "none" });
    },
    spoil: async (operation, fault, times) => {
      await rig.control("PUT", "/faults", [{ channel, operation, fault, ...(times && { times }) }]);
    },
    heal: async () => {
      await rig.control("DELETE", "/faults");
    },
    holdUp: async (operation) => {
      await rig.control("PUT", "/faults", [
        { channel, operation, fault: "delay", delay_ms: heldUpMs, times: 1 },
      ]);
      return () => untilHit(rig);
    },
    payAndNotify: (order) =>
      posted(rig, rig.notifyUrl(order.outTradeNo), () => rig.control("POST", `${at(order)}/pay`, {})),
    notifyAgain: (order, tamper) =>
      posted(rig, rig.notifyUrl(order.outTradeNo), () =>
        rig.control("POST", `${at(order)}/notify`, { ...(tamper && { tamper }) }),
      ),
  };
}

/** A fault that hits one call is gone once it has. */
async function untilHit(rig: SandboxRig): Promise<void> {
  const deadline = Date.now() + heldUpMs;
  for (;;) {
    const left = z.array(z.unknown()).parse(await rig.control("GET", "/faults"));
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error("no call came that could be held up");
  }
}

type RefundControls = Omit<ChannelControls, keyof OrderControls | "differing">;

function refundControls(rig: SandboxRig, parts: SandboxParts): RefundControls {
  const { channel } = parts;
  const at = ({ outRefundNo }: RefundReference) => `/${channel}/refunds/${outRefundNo}`;
  return {
    setRefundDelay: async (ms) => {
      await rig.control("PUT", `/${channel}/refund-delay`, { ms });
    },
    settleRefund: async (refund, status) => {
      await rig.control("POST", `${at(refund)}/settle`, { status });
    },
    refundNotification: (refund, tamper) =>
      posted(rig, rig.notifyUrl(refund.outRefundNo), () =>
        rig.control("POST", `${at(refund)}/notify`, { ...(tamper && { tamper }) }),
      ),
    setBalanceEmpty: (isEmpty) => parts.setBalanceEmpty(rig, isEmpty),
    endDay: async () => {
      await rig.control("POST", "/clock", { advance_ms: dayMs + billMakingMs });
    },
    openWith: async (wrong) => parts.openWith(rig, wrong),
  };
}

/** What comes to an address because of what is done. */
async function posted(rig: SandboxRig, url: string, act: () => Promise<unknown>): Promise<RawNotification> {
  const before = rig.receivedAt(url);
  await act();
  return rig.notificationAt(url, before + 1);
}

const truth = z.object({
  status: z.enum(["waiting", "paid", "closed"]),
  refunds: z.array(z.object({ status: z.string(), amount: z.int() })),
});

function readTruth(told: unknown): OrderTruth {
  const { status, refunds } = truth.parse(told);
  const standing = refunds.filter((refund) => refund.status !== "closed");
  const refunded = standing.reduce((sum, { amount }) => sum + amount, 0);
  return { status, refunded, refunds: refunds.length };
}
