import { randomInt } from "node:crypto";

import { newId, systemClock } from "@compose-pay/runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { openChannel } from "../testing/open-channel.ts";
import { type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import type { Channel, OrderToCreate } from "./channel.ts";
import type { ChannelEnvironment } from "./channel-environment.ts";
import type { RefundToMake } from "./refund.ts";

const openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
let rig: SandboxRig;
let wechat: Channel;
const opened: Channel[] = [];

beforeAll(async () => {
  rig = await startSandboxRig();
  wechat = rig.open("wechat");
}, 60_000);
afterEach(async () => {
  await rig.control("DELETE", "/faults");
  await rig.control("PUT", "/wechat/refund-rules", { balance_empty: false, min_interval_ms: 0 });
  await Promise.all(opened.splice(0).map((channel) => channel.dispose()));
});
afterAll(() => rig.stop());

describe("an order at WeChat Pay's till", () => {
  it.each([
    ["06", { kind: "ok", value: { state: "paid" } }, "paid"],
    ["02", { kind: "ok", value: { state: "waiting", nextAction: { type: "await_customer" } } }, "waiting"],
    ["05", { kind: "ok", value: { state: "waiting", nextAction: { type: "await_customer" } } }, "waiting"],
    ["01", { kind: "declined", failure: { code: "payment_failed" } }, "closed"],
  ])("of a customer with a code in %s", async (ending, expected, status) => {
    const order = codepay(ending);
    expect(await wechat.create(order)).toMatchObject(expected);
    expect(await truth(order)).toMatchObject({ status });
    expect(await wechat.create(order)).toMatchObject(expected);
  });

  it.each([
    ["03", "AUTH_CODE_EXPIRED"],
    ["04", "AUTH_CODE_INVALID"],
  ])("is none with a code in %s", async (ending, channelCode) => {
    expect(await wechat.create(codepay(ending))).toMatchObject({
      kind: "declined",
      failure: { code: "payer_refused", channelCode },
    });
  });

  it.each(["reset_after", "error_500_after", "bad_signature", "truncated"])(
    "is charged once, though the answer was lost by %s",
    async (fault) => {
      const order = codepay("06");
      await spoil("create", fault);
      expect(await wechat.create(order)).toMatchObject({ kind: "unknown" });
      expect(await wechat.create(order)).toMatchObject({
        kind: "ok",
        value: { state: "paid", money: order.money },
        call: { operation: "query" },
        earlierCalls: [],
      });
      expect(await truth(order)).toMatchObject({ status: "paid", refunds: [] });
    },
  );

  it.each(["reset_after", "error_500_after", "signtest", "unknown_serial"])(
    "is reversed by one close, though the first answer was lost by %s",
    async (fault) => {
      const order = codepay("02");
      await wechat.create(order);
      await spoil("close", fault);
      expect(await wechat.close(order)).toMatchObject({
        kind: "ok",
        value: { state: "closed", moneyReturned: false },
      });
      expect(await truth(order)).toMatchObject({ status: "closed" });
    },
  );

  it.each(["delay", "error_500_after"])(
    "gives the money back of a customer who was faster than the reverse (%s), once",
    async (fault) => {
      const order = codepay("02");
      await wechat.create(order);
      await spoil("close", fault, { delay_ms: 300 });
      const closing = wechat.close(order);
      // The order waited when it was asked for; the reverse has arrived and is held up.
      await expect.poll(() => rig.control("GET", "/faults")).toEqual([]);
      await rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, { notify: "none" });
      const closed = { kind: "ok", value: { state: "closed", moneyReturned: true } };
      expect(await closing).toMatchObject(closed);
      expect(await wechat.close(order)).toMatchObject(closed);
      expect(await wechat.query(order)).toMatchObject(closed);
      expect((await truth(order)).refunds).toMatchObject([{ amount: order.money.amount }]);
    },
  );
});

describe("a refund at WeChat Pay", () => {
  it.each(["reset_after", "error_500_after", "truncated", "bad_signature"])(
    "is made once by the same number, though the answer was lost by %s",
    async (fault) => {
      const refund = await refundable();
      await spoil("refund", fault);
      expect(await wechat.refund(refund)).toMatchObject({ kind: "unknown" });
      const again = await wechat.refund(refund);
      expect(again).toMatchObject({ kind: "ok" });
      expect(await wechat.queryRefund(refund)).toMatchObject({
        kind: "ok",
        value: again.kind === "ok" && again.value,
      });
      expect((await truth(refund.order)).refunds).toMatchObject([
        { out_refund_no: refund.outRefundNo, amount: refund.money.amount },
      ]);
    },
  );

  it("goes on under its number once the balance suffices", async () => {
    const refund = await refundable();
    await rig.control("PUT", "/wechat/refund-rules", { balance_empty: true });
    expect(await wechat.refund(refund)).toMatchObject({ kind: "throttled", reason: "balance_not_enough" });
    await rig.control("PUT", "/wechat/refund-rules", { balance_empty: false });
    expect(await wechat.refund(refund)).toMatchObject({ kind: "ok" });
  });

  it("is declined beyond what was paid, and differs under a number that is taken", async () => {
    const refund = await refundable();
    expect(await wechat.refund(refund)).toMatchObject({ kind: "ok" });
    const rest = { ...refund, outRefundNo: newId("rfd"), money: refund.order.money };
    expect(await wechat.refund(rest)).toMatchObject({
      kind: "declined",
      failure: { code: "refund_refused", channelCode: "INVALID_REQUEST" },
    });
    const other = { ...refund, money: { ...refund.money, amount: refund.money.amount + 1 } };
    expect(await wechat.refund(other)).toMatchObject({ kind: "unknown", reason: "order_differs" });
    expect((await truth(refund.order)).refunds).toHaveLength(1);
  });

  it.each(["both", "public_key", "certificate"])(
    "that is abnormal goes to a card that WeChat Pay can read (%s)",
    async (mode) => {
      await rig.control("PUT", "/wechat/refund-delay", { ms: 60_000 });
      const channel = await openAccount({ mode });
      const refund = await refundable(channel);
      const made = await channel.refund(refund);
      await rig.control("POST", `/wechat/refunds/${refund.outRefundNo}/settle`, { status: "abnormal" });
      const abnormal = await channel.queryRefund(refund);
      expect(made).toMatchObject({ kind: "ok", value: { state: "processing" } });
      expect(abnormal).toMatchObject({ kind: "ok", value: { state: "abnormal" } });
      if (abnormal.kind !== "ok" || abnormal.value.state !== "abnormal") return;
      const payout = {
        to: "customer_card",
        bankType: "ICBC_DEBIT",
        bankAccount: "6222020200012345678",
        realName: "张三",
      } as const;
      const channelRefundNo = abnormal.value.channelRefundNo ?? "";
      const order = { refund, channelRefundNo, payout };
      await spoil("refund", "error_500_after");
      expect(await channel.settleAbnormalRefund(order)).toMatchObject({ kind: "unknown" });
      expect(await channel.settleAbnormalRefund(order)).toMatchObject({
        kind: "ok",
        value: { state: "processing" },
      });
      await rig.control("POST", `/wechat/refunds/${refund.outRefundNo}/settle`, { status: "success" });
      expect(await channel.queryRefund(refund)).toMatchObject({
        kind: "ok",
        value: { state: "succeeded", money: refund.money },
      });
    },
  );
});

describe("a WeChat Pay account that proves WeChat Pay by certificates", () => {
  it("begins with none, downloads them, and goes on over a rotation", async () => {
    const file = await newAccount({ mode: "certificate" });
    const bare = open({ ...file, credentials: { ...file.credentials, platform_certificates: [] } });
    const order = rig.newOrder("wechat");
    const first = await bare.create(order);
    expect(first).toMatchObject({ kind: "unknown", reason: "key_unknown" });
    const certificates = await downloaded(bare);
    expect(certificates.map(({ serial }) => serial)).toContain(first.kind === "unknown" && first.detail);
    const knowing = open(file, { certificates });
    expect(await knowing.create(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });

    await rig.control("POST", "/wechat/certificates/rotate", {});
    const refused = await knowing.query(order);
    expect(refused).toMatchObject({ kind: "unknown", reason: "key_unknown" });
    const renewed = await downloaded(knowing);
    expect(renewed).toHaveLength(certificates.length + 1);
    const after = open(file, { certificates: renewed });
    expect(await after.query(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
  });

  it("hears of an unknown key by a notification too, and reads it once it has the certificate", async () => {
    const file = await newAccount({ mode: "certificate" });
    const bare = open({ ...file, credentials: { ...file.credentials, platform_certificates: [] } });
    const certificates = await downloaded(bare);
    const knowing = open(file, { certificates });
    const order = rig.newOrder("wechat");
    await knowing.create(order);
    const before = rig.received();
    await rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, {});
    const raw = await rig.notification(before + 1);
    const refused = bare.readNotification(raw, new Date());
    expect(refused).toMatchObject({ kind: "refused", reason: "key_unknown", reply: { status: 500 } });
    const serial = refused.kind === "refused" ? refused.serial : undefined;
    expect(certificates.map((each) => each.serial)).toContain(serial);
    expect(knowing.readNotification(raw, new Date())).toMatchObject({ kind: "payment" });
  });
});

describe("a new WeChat Pay account, of the public key alone", () => {
  it("has no certificates to download and needs none", async () => {
    const channel = await openAccount({ mode: "public_key" });
    expect(await channel.fetchCertificates(null)).toMatchObject({ kind: "ok", value: [] });
    expect(await channel.create(rig.newOrder("wechat"))).toMatchObject({ kind: "ok" });
  });
});

describe("a service provider at WeChat Pay", () => {
  it.each([
    ["wechat_native", {}],
    ["wechat_jsapi", { payer: { openid } }],
    ["wechat_h5", { clientIp: "203.0.113.7" }],
    ["wechat_app", {}],
    ["wechat_codepay", { payer: { authCode: "130061098828009402" } }],
  ] as const)("creates, is paid, refunds and is told of it by %s", async (method, changes) => {
    await rig.control("PUT", "/wechat/refund-delay", { ms: 0 });
    const channel = await openAccount({ sub_mchid: true });
    const order = rig.newOrder("wechat", { method, ...changes });
    expect(await channel.create(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
    await rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, { notify: "none" });
    const paid = await channel.query(order);
    expect(paid).toMatchObject({ kind: "ok", value: { state: "paid", money: order.money } });
    expect(await channel.close(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    const before = rig.received();
    const refund = refundFor(order, 999);
    expect(await channel.refund(refund)).toMatchObject({ kind: "ok", value: { state: "succeeded" } });
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "succeeded" } });
    const raw = await rig.notification(before + 1);
    expect(channel.readNotification(raw, new Date())).toMatchObject({
      kind: "refund",
      outRefundNo: refund.outRefundNo,
      progress: { state: "succeeded", money: refund.money },
    });
    expect(wechat.readNotification(raw, new Date()).kind).toBe("refused");
  });

  it.each([
    ["wechat_native", {}],
    ["wechat_codepay", { payer: { authCode: "130061098828009402" } }],
  ] as const)("closes an order by %s", async (method, changes) => {
    const channel = await openAccount({ sub_mchid: true });
    const order = rig.newOrder("wechat", { method, ...changes });
    await channel.create(order);
    expect(await channel.close(order)).toMatchObject({
      kind: "ok",
      value: { state: "closed", moneyReturned: false },
    });
    expect(await truth(order)).toMatchObject({ status: "closed" });
  });
});

describe("the check of a WeChat Pay account", () => {
  it.each(["both", "public_key", "certificate"])("is well for a healthy one (%s)", async (mode) => {
    const channel = await openAccount({ mode });
    const findings = await channel.check();
    expect(findings.filter(({ level }) => level !== "well")).toEqual([]);
    expect(findings.length).toBeGreaterThanOrEqual(4);
  });
});

function codepay(ending: string): OrderToCreate {
  return rig.newOrder("wechat", {
    method: "wechat_codepay",
    payer: { authCode: `13${randomInt(1e13, 1e14)}${ending}` },
  });
}

async function refundable(channel = wechat): Promise<RefundToMake> {
  const order = rig.newOrder("wechat");
  expect(await channel.create(order)).toMatchObject({ kind: "ok" });
  await rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, { notify: "none" });
  return refundFor(order, 999);
}

function refundFor(order: OrderToCreate, amount: number): RefundToMake {
  return {
    outRefundNo: newId("rfd"),
    order,
    channelTradeNo: null,
    money: { amount, currency: "CNY" },
    createdAt: systemClock.now(),
    reason: "one tea too many",
    notifyUrl: order.notifyUrl,
  };
}

const orderTruth = z.object({
  status: z.string(),
  refunds: z.array(z.object({ out_refund_no: z.string(), amount: z.number() })),
});

/** What the sandbox knows, which is what counts. */
async function truth(order: Pick<OrderToCreate, "outTradeNo">) {
  return orderTruth.parse(await rig.control("GET", `/wechat/orders/${order.outTradeNo}`));
}

async function spoil(operation: string, fault: string, more: Record<string, unknown> = {}): Promise<void> {
  await rig.control("PUT", "/faults", [{ channel: "wechat", operation, fault, times: 1, ...more }]);
}

const accountFile = z.looseObject({ credentials: z.record(z.string(), z.unknown()) });

async function newAccount(wanted: Record<string, unknown>) {
  return accountFile.parse(await rig.control("POST", "/accounts", { channel: "wechat", ...wanted }));
}

async function openAccount(wanted: Record<string, unknown>): Promise<Channel> {
  return open(await newAccount(wanted));
}

function open(file: unknown, environment: Partial<ChannelEnvironment> = {}): Channel {
  const channel = openChannel(file, { clock: systemClock, ...environment });
  opened.push(channel);
  return channel;
}

async function downloaded(channel: Channel) {
  const answer = await channel.fetchCertificates(null);
  if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
  return answer.value;
}
